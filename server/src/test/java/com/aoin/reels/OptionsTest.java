package com.aoin.reels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
    @Test
    void namesAndValuesAreRead() {
        Options options = Options.read(List.of("--user", "7", "--role", "admin"), "--user", "--role", "--hours");
        assertThat(options.required("--user", 1, 10)).isEqualTo(7);
        assertThat(options.text("--role")).isEqualTo("admin");
        assertThat(options.integer("--hours", 24, 1, 48)).isEqualTo(24);
        assertThat(options.text("--hours")).isNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            --user              | --user needs a value
            --user 1 --user 2   | --user is given twice
            --usr 1             | There is no option --usr; known are --user
            7                   | There is no option 7; known are --user
            """)
    void whatCannotBeReadIsNamed(String words, String message) {
        assertThatThrownBy(() ->
                        Options.read(Pattern.compile(" ").splitAsStream(words).toList(), "--user"))
                .isInstanceOf(UsageException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"0", "11", "seven", "7.5", "''"})
    void aNumberOutOfRangeIsNamed(String held) {
        assertThatThrownBy(() -> Options.read(List.of("--user", held), "--user").required("--user", 1, 10))
                .isInstanceOf(UsageException.class)
                .hasMessage("--user is \"" + held + "\", but takes a whole number from 1 to 10");
    }
}
