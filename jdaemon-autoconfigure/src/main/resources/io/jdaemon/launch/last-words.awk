# Prints what a person needs to read of the output of a failed start, in one line: Spring
# Boot's failure analysis, else the last "Caused by:", else the last exception, else the last
# line. It follows LastWords.java, and the same test covers both. Short output is not
# repeated. For any POSIX awk.

# A line of structured logging: its strings become lines.
/^\{.*\}$/ {
	gsub(/\\\\/, "\001")
	gsub(/\\"/, "\002")
	gsub(/\\r|\\t/, " ")
	gsub(/\\n|"/, "\n")
	gsub(/\001/, "\\")
	gsub(/\002/, "\"")
}

{
	count = split($0, lines, "\n")
	for (i = 1; i <= count; i++) {
		look(lines[i])
	}
}

function look(line) {
	sub(/^[ \t]+/, "", line)
	sub(/[ \t\r]+$/, "", line)
	if (line == "") {
		if (part == "action" && action != "") {
			part = ""
		}
		return
	}
	total++
	if (line ~ /^APPLICATION FAILED TO START$/) {
		part = "title"
		description = action = ""
	} else if (part != "" && line ~ /^Description:$/) {
		part = "description"
	} else if (part != "" && line ~ /^Action:$/) {
		part = "action"
	} else if (part == "description") {
		description = description (description == "" ? "" : " ") line
	} else if (part == "action") {
		action = action (action == "" ? "" : " ") line
	} else if (line ~ /^Caused by: /) {
		cause = line
	} else if (line ~ /^(at |\.\.\. [0-9]+ )/) {
		if (frame == 0 && previous ~ /^(Exception in thread .* )?[a-zA-Z_$][a-zA-Z0-9_$]*(\.[a-zA-Z_$][a-zA-Z0-9_$]*)+(: .*)?$/) {
			exception = previous
		}
		frame = 1
		return
	}
	frame = 0
	previous = line
}

END {
	words = description != "" ? description " " action : cause != "" ? cause : exception != "" ? exception : previous
	if (total > 10 && words != "") {
		print substr(words, 1, 500)
	}
}
