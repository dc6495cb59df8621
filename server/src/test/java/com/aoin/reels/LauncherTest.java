package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;

import com.aoin.reels.testing.Concurrently;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The launcher in a project of its own, with a java and a Maven that only write down how they were called: what it
 * finds, when it builds and what it starts.
 */
class LauncherTest {
    private static final String[] WEB_BUILD = {"ci --silent", "run generate", "run build"};

    @TempDir
    private Path root;

    private Path project;
    private Path jdk;
    private Path tools;

    private record Outcome(int status, String out, String err) {}

    @BeforeEach
    void makeProject() throws IOException {
        project = root.resolve("project with spaces");
        for (String folder : List.of(".mvn", "server/src/main/java", "server/src/main/resources", "server/src/test")) {
            Files.createDirectories(project.resolve(folder));
        }
        Files.copy(Path.of("..", "reels"), project.resolve("reels"));
        Files.copy(Path.of("src/main/resources/usage.txt"), project.resolve("server/src/main/resources/usage.txt"));
        Files.writeString(project.resolve("pom.xml"), "<project/>");
        Files.writeString(project.resolve("server/pom.xml"), "<project/>");
        Files.writeString(project.resolve("server/src/main/java/A.java"), "");
        Files.writeString(project.resolve("server/src/test/ATest.java"), "");
        jdk = makeJdk("jdk", "25.0.3");
        tools = Files.createDirectory(root.resolve("tools"));
        maven("3.9.9", 0);
    }

    private Path makeJdk(String name, String version) throws IOException {
        Path home = root.resolve(name);
        script(home.resolve("bin/javac"), "exit 0");
        script(home.resolve("bin/java"), """
                printf 'java' && printf ' [%s]' "$@" && echo
                """);
        Files.writeString(home.resolve("release"), """
                IMPLEMENTOR="x"
                JAVA_VERSION="%s"
                """.formatted(version));
        return home;
    }

    private void maven(String version, int status) throws IOException {
        script(tools.resolve("mvn"), """
                if [ "$1" = -v ]; then echo "Apache Maven %s (x)"; exit; fi
                echo "JAVA_HOME=$JAVA_HOME $*" >>'%s'
                echo "output of Maven"
                cd '%s' && mkdir -p server/target/lib && : >server/target/reels.jar
                exit %d
                """.formatted(version, root.resolve("maven.calls"), project, status));
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n%s".formatted(text));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private List<String> mavenCalls() throws IOException {
        Path calls = root.resolve("maven.calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private Outcome run(String... arguments) throws Exception {
        return run(project.resolve("reels"), Map.of(), arguments);
    }

    private Outcome run(Path launcher, Map<String, String> environment, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(arguments));
        Path err = Files.createTempFile(root, "err", "");
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(root.toFile()).redirectError(err.toFile());
        builder.environment().clear();
        builder.environment().put("PATH", tools + ":/usr/bin:/bin");
        builder.environment().put("HOME", root.toString());
        builder.environment().put("JAVA_HOME", jdk.toString());
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), out, Files.readString(err));
    }

    private void change(String file) throws IOException {
        Files.setLastModifiedTime(
                project.resolve(file), FileTime.from(Instant.now().plusSeconds(5)));
    }

    @Test
    void helpNeedsNeitherJavaNorABuild() throws Exception {
        Outcome help = run(project.resolve("reels"), Map.of("JAVA_HOME", ""), "help");
        assertThat(help.status()).isZero();
        assertThat(help.out()).startsWith("Usage: ./reels COMMAND").contains("demo", "serve", "test", "migrate");
        assertThat(run().out()).isEqualTo(help.out());
        assertThat(mavenCalls()).isEmpty();
    }

    @Test
    void anUnknownCommandShowsTheUsageAsAnError() throws Exception {
        Outcome outcome = run("frobnicate");
        assertThat(outcome.status()).isEqualTo(2);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).startsWith("reels: there is no command frobnicate\nUsage: ./reels COMMAND");
    }

    @Test
    void theFirstRunBuildsAndTheSecondDoesNot() throws Exception {
        Outcome first = run("demo");
        assertThat(first.status()).isZero();
        assertThat(first.out())
                .contains("[-cp] [" + project + "/server/target/running.jar] [com.aoin.reels.Main] [demo]");
        assertThat(first.err()).startsWith("reels: building").doesNotContain("output of Maven");
        Outcome second = run("demo");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).isEmpty();
        assertThat(mavenCalls()).singleElement().asString().contains("JAVA_HOME=" + jdk, "package", "maven.test.skip");
    }

    @Test
    void onlyWhatRunsIsReasonToBuildAgain() throws Exception {
        run("demo");
        change("server/src/test/ATest.java");
        run("demo");
        assertThat(mavenCalls()).hasSize(1);
        change("server/src/main/java/A.java");
        run("demo");
        assertThat(mavenCalls()).hasSize(2);
    }

    @Test
    void aDeletedSourceIsReasonToBuildAgain() throws Exception {
        run("demo");
        Files.delete(project.resolve("server/src/main/java/A.java"));
        change("server/src/main/java");
        run("demo");
        assertThat(mavenCalls()).hasSize(2);
    }

    @Test
    void aBuildThatFailsShowsMavensOutputAndIsTriedAgain() throws Exception {
        maven("3.9.9", 1);
        Outcome failed = run("serve");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.out()).isEmpty();
        assertThat(failed.err()).contains("output of Maven", "reels: the build failed");
        maven("3.9.9", 0);
        assertThat(run("serve").status()).isZero();
    }

    @Test
    void launchersThatStartTogetherBuildOnce() throws Exception {
        List<Outcome> outcomes = Concurrently.run(4, () -> run("token", "--user", "1"));
        assertThat(outcomes).allSatisfy(outcome -> {
            assertThat(outcome.status()).isZero();
            assertThat(outcome.out()).contains("[token] [--user] [1]");
        });
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void itMayBeCalledThroughALinkFromAnotherFolder() throws Exception {
        Path link = Files.createSymbolicLink(root.resolve("link"), Path.of("project with spaces", "reels"));
        Path second = Files.createSymbolicLink(root.resolve("second"), link);
        assertThat(run(second, Map.of(), "import", "shop file.json").out()).contains("[import] [shop file.json]");
    }

    @Test
    void theServiceLogsJsonAndTakesJvmOptions() throws Exception {
        Outcome outcome = run(project.resolve("reels"), Map.of("REELS_JAVA_OPTS", "-Xmx2g -Da=b"), "serve");
        assertThat(outcome.out())
                .contains("[-Dlogback.configurationFile=logback-json.xml]", "[-Xmx2g] [-Da=b] [-cp]", "[serve]");
        assertThat(run("migrate").out()).doesNotContain("logback");
    }

    @ParameterizedTest
    @CsvSource({"2, -Xmx2g, true", "3, -Xmx2g, false", "2, -XX:+UseG1GC, false"})
    void onTwoProcessorsTheCollectorWorksAlone(int processors, String option, boolean alone) throws Exception {
        script(tools.resolve("getconf"), "echo " + processors);
        String out = run(project.resolve("reels"), Map.of("REELS_JAVA_OPTS", option), "serve")
                .out();
        assertThat(out.contains("[-XX:+UseSerialGC]")).isEqualTo(alone);
    }

    @Test
    void aJdkThatIsTooOldIsPassedOver() throws Exception {
        Path old = makeJdk("old", "21.0.9");
        Path managed = makeJdk(".sdkman/candidates/java/26-tem", "26");
        Outcome outcome = run(project.resolve("reels"), Map.of("JAVA_HOME", old.toString()), "test");
        assertThat(outcome.status()).isZero();
        assertThat(mavenCalls())
                .singleElement()
                .asString()
                .doesNotContain(old.toString())
                .contains("JAVA_HOME=/");
        assertThat(managed).exists();
    }

    /** In a script that looks for JDKs in an empty folder instead of this machine's, which has one. */
    @Test
    void withoutAJdkItSaysWhatIsMissing() throws Exception {
        Path launcher = project.resolve("reels");
        Path nothing = Files.createDirectory(root.resolve("nothing"));
        Files.writeString(
                launcher,
                Files.readString(launcher).replaceAll("(?m)(?<=[ ^])/(usr|opt|Library)/(?=\\S*\\*)", nothing + "/"));
        for (String tool : List.of("bash", "dirname", "readlink", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        Map<String, String> bare = Map.of("PATH", tools.toString(), "JAVA_HOME", "");
        for (String command : List.of("serve", "demo", "token", "test")) {
            Outcome outcome = run(launcher, bare, command);
            assertThat(outcome.status()).as(command).isEqualTo(1);
            assertThat(outcome.out()).isEmpty();
            assertThat(outcome.err())
                    .startsWith("reels: needs a JDK 25 or newer and found none")
                    .contains("JAVA_HOME")
                    .hasLineCount(1);
        }
        assertThat(mavenCalls()).isEmpty();
    }

    @Test
    void withoutMavenItSaysWhatIsMissing() throws Exception {
        Files.delete(tools.resolve("mvn"));
        for (String tool : List.of("bash", "find", "flock", "dirname", "readlink", "sed")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        Outcome outcome = run(project.resolve("reels"), Map.of("PATH", tools.toString()), "serve");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).startsWith("reels: needs Maven 3.8 or newer on PATH");
    }

    @Test
    void aMavenThatIsTooOldIsNamed() throws Exception {
        maven("3.6.3", 0);
        Outcome outcome = run("serve");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.err()).contains("needs Maven 3.8 or newer").contains("3.6.3");
    }

    @Test
    void testsEndWithMavensStatus() throws Exception {
        maven("3.9.9", 3);
        Outcome failed = run("test", "-Dtest=FooTest");
        assertThat(failed.status()).isEqualTo(3);
        assertThat(failed.out()).contains("output of Maven");
        assertThat(mavenCalls()).singleElement().asString().endsWith("verify -Dtest=FooTest");
    }

    /** A Node.js that says its version, and an npm that writes down how it was called and makes the web app. */
    private void web(String nodeVersion) throws IOException {
        Files.createDirectories(project.resolve("web/src"));
        Files.writeString(project.resolve("package.json"), "{}");
        Files.writeString(project.resolve("package-lock.json"), "{}");
        Files.writeString(project.resolve("web/package.json"), "{}");
        Files.writeString(project.resolve("web/src/app.tsx"), "");
        script(tools.resolve("node"), "echo " + nodeVersion);
        script(tools.resolve("npm"), """
                echo "$*${NODE_ENV:+ for }$NODE_ENV" >>'%s'
                cd '%s'
                case "$*" in
                  *' ci '*) mkdir -p node_modules && : >node_modules/.package-lock.json ;;
                  *generate) : >web/src/schema.gen.ts ;;
                  *build) mkdir -p web/dist && : >web/dist/files.txt ;;
                esac
                """.formatted(root.resolve("npm.calls"), project));
    }

    private List<String> npmCalls() throws IOException {
        Path calls = root.resolve("npm.calls");
        return Files.exists(calls)
                ? Files.readAllLines(calls).stream()
                        .map(call -> call.replace("--prefix " + project + " ", ""))
                        .toList()
                : List.of();
    }

    @Test
    void theWebAppIsBuiltBeforeTheServiceAndOnlyWhenItChanged() throws Exception {
        web("22.1.0");
        assertThat(run("demo").status()).isZero();
        assertThat(npmCalls()).containsExactly(WEB_BUILD);
        assertThat(mavenCalls()).hasSize(1);
        run("demo");
        assertThat(mavenCalls()).hasSize(1);
        change("server/src/main/java/A.java");
        run("demo");
        assertThat(npmCalls()).hasSize(3);
        assertThat(mavenCalls()).hasSize(2);
        change("web/src/app.tsx");
        run("demo");
        assertThat(npmCalls()).hasSize(5).endsWith("run generate", "run build");
        assertThat(mavenCalls()).hasSize(3);
    }

    @Test
    void withoutNodeItCarriesOnWithoutTheWebAppUntilThereIsOne() throws Exception {
        web("18.20.4");
        Outcome without = run("demo");
        assertThat(without.status()).isZero();
        assertThat(without.err()).contains("leaves out the web app, which takes Node.js 20.19 or newer", "nodejs.org");
        assertThat(npmCalls()).isEmpty();
        assertThat(run("demo").err()).isEmpty();
        web("20.19.0");
        run("demo");
        assertThat(npmCalls()).containsExactly(WEB_BUILD);
        assertThat(mavenCalls()).hasSize(2);
    }

    @Test
    void aWebAppThatDoesNotBuildStopsTheStart() throws Exception {
        web("22.1.0");
        script(tools.resolve("npm"), "echo 'a type is wrong' && exit 1");
        Outcome failed = run("serve");
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("a type is wrong", "reels: the build of the web app failed");
        assertThat(mavenCalls()).isEmpty();
    }

    @Test
    void everyTestMeansTheWebAppsToo() throws Exception {
        web("22.1.0");
        script(tools.resolve("chromium"), "exit 0");
        assertThat(run("test").status()).isZero();
        assertThat(npmCalls())
                .startsWith(WEB_BUILD)
                .endsWith("test --silent", "run test:browser --silent")
                .hasSize(5);
        // The demo that the tests in a browser start has nothing left to build.
        run("demo");
        assertThat(mavenCalls()).hasSize(1);
    }

    @Test
    void aTestOfTheWebAppThatFailsIsTheStatus() throws Exception {
        web("22.1.0");
        script(tools.resolve("chromium"), "exit 0");
        run("demo");
        script(tools.resolve("npm"), "case \"$*\" in *' test '*) exit 4 ;; esac");
        assertThat(run("test").status()).isEqualTo(4);
        script(tools.resolve("npm"), "case \"$*\" in *test:browser*) exit 5 ;; esac");
        assertThat(run("test").status()).isEqualTo(5);
    }

    @Test
    void withoutChromiumTheTestsInABrowserAreLeftOutButNotInCi() throws Exception {
        web("22.1.0");
        for (String tool : List.of(
                "bash",
                "find",
                "flock",
                "dirname",
                "readlink",
                "sed",
                "mkdir",
                "touch",
                "rm",
                "mv",
                "cp",
                "cat",
                "env")) {
            Files.createSymbolicLink(tools.resolve(tool), Path.of("/usr/bin", tool));
        }
        Outcome left = run(project.resolve("reels"), Map.of("PATH", tools.toString()), "test");
        assertThat(left.status()).isZero();
        assertThat(left.err()).contains("leaves out the tests in a browser, which take Chromium");
        assertThat(npmCalls()).endsWith("test --silent");
        Outcome ci = run(project.resolve("reels"), Map.of("PATH", tools.toString(), "CI", "true"), "test");
        assertThat(ci.status()).isEqualTo(1);
        assertThat(ci.err()).contains("found no Chromium for the tests in a browser", "CHROMIUM");
        script(root.resolve("browsers/any"), "exit 0");
        Map<String, String> named = Map.of(
                "PATH",
                tools.toString(),
                "CI",
                "true",
                "CHROMIUM",
                root.resolve("browsers/any").toString());
        assertThat(run(project.resolve("reels"), named, "test").status()).isZero();
        assertThat(npmCalls()).endsWith("run test:browser --silent");
    }

    @Test
    void theWebAppIsBuiltForPeopleWhateverTheEnvironmentIsFor() throws Exception {
        web("22.1.0");
        run(project.resolve("reels"), Map.of("NODE_ENV", "test"), "demo");
        assertThat(npmCalls()).containsExactly(WEB_BUILD);
    }

    @Test
    void wordsAfterTestAreForMavenAlone() throws Exception {
        web("22.1.0");
        assertThat(run("test", "-Dtest=FooTest").status()).isZero();
        assertThat(npmCalls()).containsExactly(WEB_BUILD);
    }
}
