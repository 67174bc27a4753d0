package io.jdaemon.launch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import io.jdaemon.Mode;

/**
 * A host environment in which an application detaches, to be varied.
 */
final class TestHostEnvironment {

	long pid = 300;

	List<ProcessFacts> lineage = lineage("""
			java    300 300 200 pts/1 session-3.scope
			bash    200 200 200 pts/1 session-3.scope
			sshd    199 190 190 ?     session-3.scope
			sshd    190 190 190 ?     session-3.scope
			sshd    180 180 180 ?     ssh.service
			systemd   1   1   1 ?     init.scope
			""");

	String processNamespace = "pid:[4026531836]";

	String rootFileSystem = "ext4";

	final Map<String, String> environment = new HashMap<>(Map.of("INVOCATION_ID", "0123456789abcdef"));

	final Map<String, String> properties = new HashMap<>(
			Map.of("os.name", "Linux", "path.separator", ":", "java.class.path", "/srv/orders.jar"));

	final List<String> standardStreams = new ArrayList<>(List.of("/dev/pts/1", "/dev/pts/1", "/dev/pts/1"));

	final List<String> stack = new ArrayList<>(
			List.of("org.springframework.boot.SpringApplication", "com.example.Orders"));

	final Set<String> files = new HashSet<>(Set.of("/srv/orders.jar", "orders.jar"));

	final Set<String> classes = new HashSet<>();

	ForegroundReason.Decision decide(Mode mode) {
		return ForegroundReason.decide(mode,
				new HostEnvironment(this.pid, this.lineage, this.environment, this.properties, this.standardStreams,
						this.processNamespace, this.rootFileSystem, this.stack, this.files::contains,
						this.classes::contains));
	}

	/**
	 * A lineage as {@code ps -o comm,pid,pgrp,sid,tty,unit} prints it.
	 * @param table the process, then its ancestors
	 * @return the lineage
	 */
	static List<ProcessFacts> lineage(String table) {
		List<String[]> rows = table.lines().map((line) -> line.split("\\s+(?=\\S+$|\\S+\\s+\\S+$|\\d)")).toList();
		List<ProcessFacts> lineage = new ArrayList<>();
		for (int i = 0; i < rows.size(); i++) {
			String[] row = rows.get(i);
			String parent = (i + 1 < rows.size()) ? rows.get(i + 1)[1] : row[1].equals("1") ? "0" : "1";
			lineage.add(new ProcessFacts(Long.parseLong(row[1]), row[0], Long.parseLong(parent), Long.parseLong(row[2]),
					Long.parseLong(row[3]), !row[4].equals("?"), row[5].equals("-") ? "" : row[5]));
		}
		return lineage;
	}

}
