// Sends one request every 100 ms, draws what becomes of each, and restarts the process by two buttons.

const INTERVAL = 100;
const SLOW = 500;
// Without it, requests to a process that accepts and never responds would pile up without end.
const TIMEOUT = 120_000;
// More than fit in any window
const BARS = 600;

const element = (id) => document.getElementById(id);
const strip = element("strip");
const buttons = document.querySelectorAll("[data-strategy]");
// A page of another origin could show this one in a frame, and get its user to press a button.
const framed = window.top !== window.self;

const count = { sent: 0, failed: 0, slowest: 0 };
const waiting = new Map();
let image;
let described;
let describing = false;
let restart;
let paused = false;

function show(id, text) {
	element(id).textContent = text;
}

function seconds(duration) {
	const [, hours, minutes, rest] = duration.match(/^PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?$/);
	return `${(3600 * (hours ?? 0) + 60 * (minutes ?? 0) + Number(rest ?? 0)).toFixed(1)} s`;
}

function since(instant) {
	const total = Math.max(0, Math.floor((Date.now() - Date.parse(instant)) / 1000));
	const parts = [["d", Math.floor(total / 86400)], ["h", Math.floor(total / 3600) % 24],
		["min", Math.floor(total / 60) % 60], ["s", total % 60]];
	const first = parts.findIndex(([, value]) => value > 0);
	return (first < 0) ? "0 s" : parts.slice(first, first + 2).map(([unit, value]) => `${value} ${unit}`).join(" ");
}

// The strip

function add(tag, kind, text = "") {
	const added = document.createElement(tag);
	added.className = kind;
	added.dataset.text = text;
	strip.append(added);
	if (strip.childElementCount > BARS) {
		strip.firstElementChild.remove();
	}
	return added;
}

// Four decades: 1 ms is at the bottom, 10 s at the top.
function raise(bar, ms) {
	bar.style.height = `${Math.min(100, 25 * Math.log10(Math.max(1, ms)))}%`;
}

async function send(bar, began) {
	show("sent", ++count.sent);
	let state = "failed";
	try {
		// A browser uses six connections to a server. More requests wait inside the browser, those of low priority last.
		const response = await fetch("process", { cache: "no-store", priority: "low", signal: AbortSignal.timeout(TIMEOUT) });
		if (response.ok) {
			observe(await response.json(), bar);
			state = "ok";
		}
	}
	catch {
		// Refused, cut off, or not in time
	}
	const ms = Math.round(performance.now() - began);
	bar.className = (state === "ok" && ms > SLOW) ? "slow" : state;
	raise(bar, ms);
	show("failed", count.failed += (state === "failed") ? 1 : 0);
	show("slowest", count.slowest = Math.max(count.slowest, ms));
}

// During a handover two processes respond, and responses of the older one may come last.
function observe(seen, bar) {
	const later = image ? Date.parse(seen.imageStartedAt) - Date.parse(image.imageStartedAt) : 1;
	if (later > 0) {
		const mark = image && add("b", "generation", `generation ${seen.generation}`);
		if (image) {
			restarting();
		}
		image = { ...seen, mark };
		show("pid", seen.pid);
		show("mode", `mode ${seen.mode}`);
		show("generation", seen.generation);
		describe();
	}
	if (later >= 0) {
		image.failed = count.failed;
	}
	// Requests that have waited for this image are on its side of the mark.
	if (later >= 0 && bar.isConnected && image.mark?.compareDocumentPosition(bar) === Node.DOCUMENT_POSITION_PRECEDING) {
		bar.before(image.mark);
	}
}

// Restarts

function restarting(strategy) {
	if (!restart) {
		restart = { failed: image.failed, pid: image.pid, at: described?.lastRestart?.at, daemon: described?.daemonStartedAt };
		const first = strategy === "exec" && image.generation === 0 && described.restart?.warm;
		show("news", (strategy ? `Restarting by ${strategy} …` : "The process is restarting …")
			+ (first ? " The first restart of a version takes longer: it makes the cache for warm starts." : ""));
		enable(false);
	}
}

async function over(sentence) {
	restart.over = true;
	await Promise.all([...waiting.values()].map(({ served }) => served));
	const failed = count.failed - restart.failed;
	show("news", `${sentence} ${failed || "No"} request${failed === 1 ? " has" : "s have"} failed.`);
	restart = undefined;
	enable(true);
}

function enable(enabled) {
	// Not "disabled", which would take the focus away from the button that was pressed
	buttons.forEach((button) => button.setAttribute("aria-disabled", !enabled || framed));
}

async function press(strategy) {
	if (restart || framed || !image || !described) {
		return;
	}
	restarting(strategy);
	add("b", "request", `restart by ${strategy}`);
	try {
		const response = await fetch(`actuator/restart/${strategy}`, { method: "POST", priority: "high" });
		if (!response.ok) {
			const { message } = await response.json();
			over(`The restart was refused: ${message ?? `status ${response.status}`}`);
		}
	}
	catch {
		over("The request for the restart has failed.");
	}
}

async function describe() {
	if (describing) {
		return;
	}
	describing = true;
	try {
		const response = await fetch("actuator/restart", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
		if (response.ok) {
			compare(await response.json());
		}
	}
	catch {
		// The next one may succeed.
	}
	describing = false;
}

function compare(seen) {
	if (!described && !restart) {
		enable(true);
	}
	described = seen;
	show("strategy", seen.restart?.strategy ?? "–");
	const last = seen.lastRestart;
	if (!restart || restart.over || seen.state !== "ready") {
		return;
	}
	if (seen.daemonStartedAt !== restart.daemon || (last && last.at !== restart.at)) {
		over(sentence(seen, last));
	}
}

function sentence(seen, last) {
	if (last?.outcome !== "completed") {
		return last ? `The restart by ${last.strategy} was not completed: ${last.reason ?? last.outcome}`
			: `Process ${seen.pid} was started.`;
	}
	const who = (seen.pid === restart.pid) ? `still process ${seen.pid}` : `process ${seen.pid} after ${restart.pid}`;
	const pause = last.pause ? `, with a pause of ${seconds(last.pause)} for new connections` : "";
	return `Restarted by ${last.strategy} in ${seconds(last.duration)}${pause}: generation ${seen.generation}, ${who}.`;
}

// The clock

let ticks = 0;

function tick() {
	ticks++;
	if (ticks % (restart ? 5 : 20) === 0) {
		describe();
	}
	if (ticks % 10 === 0 && described && image) {
		show("uptime", since(described.daemonStartedAt));
		show("image", `this image: ${since(image.imageStartedAt)}`);
	}
	waiting.forEach(({ began }, bar) => raise(bar, performance.now() - began));
	// A browser slows down the clock of a page that is hidden.
	if (!paused && !document.hidden) {
		const bar = add("i", "waiting");
		const began = performance.now();
		waiting.set(bar, { began, served: send(bar, began).finally(() => waiting.delete(bar)) });
	}
}

buttons.forEach((button) => button.addEventListener("click", () => press(button.dataset.strategy)));
element("pause").addEventListener("click", ({ target }) => {
	paused = !paused;
	target.setAttribute("aria-pressed", paused);
});
if (framed) {
	show("news", "To restart it, open this page in a window of its own.");
}
describe();
setInterval(tick, INTERVAL);
