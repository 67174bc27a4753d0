package io.jdaemon.process;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link JavaCommandLine}.
 */
class JavaCommandLineTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			-jar app.jar                         | -jar /srv/app.jar
			-jar ./app.jar --a=b x.jar           | -jar /srv/./app.jar --a=b x.jar
			-jar /opt/app.jar -cp a.jar          | -jar /opt/app.jar -cp a.jar
			-jar -Xmx9m app.jar -jar b.jar       | -jar -Xmx9m /srv/app.jar -jar b.jar
			-cp a.jar:/b.jar:lib/* org.Main c    | -cp /srv/a.jar:/b.jar:/srv/lib/* org.Main c
			-classpath :a org.Main -cp b         | -classpath /srv/:/srv/a org.Main -cp b
			--class-path a org.Main              | --class-path /srv/a org.Main
			--class-path=a:b org.Main            | --class-path=/srv/a:/srv/b org.Main
			-p a:/b -m org.m/Main -p c           | -p /srv/a:/b -m org.m/Main -p c
			--module-path a --module org.m -p c  | --module-path /srv/a --module org.m -p c
			--module-path=a --module=org.m -p c  | --module-path=/srv/a --module=org.m -p c
			--upgrade-module-path a -jar b       | --upgrade-module-path /srv/a -jar /srv/b
			--patch-module m=a:/b -jar c         | --patch-module m=/srv/a:/b -jar /srv/c
			--patch-module=m=a -jar c            | --patch-module=m=/srv/a -jar /srv/c
			--add-modules java.sql -jar c        | --add-modules java.sql -jar /srv/c
			--add-opens a/b=c -jar c             | --add-opens a/b=c -jar /srv/c
			--enable-native-access=A -jar c      | --enable-native-access=A -jar /srv/c
			-javaagent:a.jar -jar c              | -javaagent:/srv/a.jar -jar /srv/c
			-javaagent:a.jar=b=c:d -jar c        | -javaagent:/srv/a.jar=b=c:d -jar /srv/c
			-javaagent:/a.jar=b -jar c           | -javaagent:/a.jar=b -jar /srv/c
			-agentpath:liba.so=b -jar c          | -agentpath:/srv/liba.so=b -jar /srv/c
			-agentlib:jdwp=address=1 -jar c      | -agentlib:jdwp=address=1 -jar /srv/c
			-Xbootclasspath/a:a:b -jar c         | -Xbootclasspath/a:/srv/a:/srv/b -jar /srv/c
			-XX:AOTCache=a -jar c                | -XX:AOTCache=/srv/a -jar /srv/c
			-XX:SharedArchiveFile=a:b -jar c     | -XX:SharedArchiveFile=/srv/a:/srv/b -jar /srv/c
			-XX:Flags=a -jar c                   | -XX:Flags=/srv/a -jar /srv/c
			-XX:HeapDumpPath=a -jar c            | -XX:HeapDumpPath=a -jar /srv/c
			-XX:ErrorFile=a -jar c               | -XX:ErrorFile=a -jar /srv/c
			-Dlogging.config=a -jar c            | -Dlogging.config=a -jar /srv/c
			-Xlog -jar c                         | -Xlog -jar /srv/c
			-Xlog:gc -jar c                      | -Xlog:gc -jar /srv/c
			-Xlog:gc:stderr:time -jar c          | -Xlog:gc:stderr:time -jar /srv/c
			-Xlog:gc::time -jar c                | -Xlog:gc::time -jar /srv/c
			-Xlog:gc*:file=a:time:filecount=1 x  | -Xlog:gc*:file=/srv/a:time:filecount=1 x
			-Xlog:gc:a.log x                     | -Xlog:gc:/srv/a.log x
			-Xlog:gc:file="a b" x                | -Xlog:gc:file="/srv/a b" x
			-Xlog:gc:file=/a x                   | -Xlog:gc:file=/a x
			-Xloggc:a x                          | -Xloggc:/srv/a x
			@opts -jar a                         | @/srv/opts -jar /srv/a
			@/opts -jar a                        | @/opts -jar /srv/a
			@ended -jar a                        | @/srv/ended -jar a
			-cp @absolute org.Main a             | -cp @/srv/absolute org.Main a
			-jar a @opts                         | -jar /srv/a @opts
			@@opts -jar a                        | @@opts -jar a
			--disable-@files @opts -jar a        | --disable-@files @opts -jar a
			''                                   | ''
			""")
	void absoluteChangesPathsInOptionsOfJava(String arguments, String expected) {
		JavaCommandLine line = line();
		assertThat(String.join(" ", line.absolute(split(arguments)))).isEqualTo(expected);
		assertThat(line.relativeFiles()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "@relative -jar a", "-cp @relative-classpath org.Main", "@/opts @relative org.Main",
			"@quoted org.Main" })
	void relativeFilesAreThoseThatContainRelativePaths(String arguments) {
		JavaCommandLine line = line();
		line.absolute(split(arguments));
		assertThat(line.relativeFiles()).singleElement().asString().matches("relative.*|quoted");
	}

	@ParameterizedTest
	@CsvSource({ "org.Main, true", "-jar a, false", "-cp a org.Main, false", "--class-path=a org.Main, false" })
	void classPathVariableIsNeededWithoutJarAndOption(String arguments, boolean expected) {
		JavaCommandLine line = line();
		line.absolute(split(arguments));
		assertThat(line.needsClassPath()).isEqualTo(expected);
	}

	@Test
	void absoluteWhenDirectoryIsRootAddsOneSlash() {
		assertThat(new JavaCommandLine("/", (file) -> "").absolute(List.of("-jar", "a"))).containsExactly("-jar", "/a");
	}

	private static JavaCommandLine line() {
		return new JavaCommandLine("/srv", (file) -> switch (file) {
			case "relative" -> "-Xmx9m\n  -javaagent:a.jar";
			case "relative-classpath" -> "a.jar:/b.jar";
			case "quoted" -> "# of -cp\n-cp \"a b.jar\"";
			case "ended" -> "-Xmx9m\n-jar '/opt/a.jar'";
			case "absolute" -> "\"/a.jar:/b.jar\"\n";
			default -> "-Xmx9m # no path\n-cp /opt/a\n";
		});
	}

	private static List<String> split(String arguments) {
		return List.of(arguments.split(" (?!b\"|/b\")"));
	}

}
