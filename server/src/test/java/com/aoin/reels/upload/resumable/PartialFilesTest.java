package com.aoin.reels.upload.resumable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The name of a node that was not given one, whatever a crash or an editor has made of its file. */
class PartialFilesTest {
    @TempDir
    Path folder;

    private String node() {
        PartialFiles files = PartialFiles.open(folder, null);
        assertThat(PartialFiles.isId(files.newId())).isTrue();
        return files.node();
    }

    @Test
    void aMadeNameIsKept() {
        assertThat(node()).hasSize(8).isEqualTo(node());
        assertThat(folder).isDirectoryContaining("glob:**/node").isDirectoryNotContaining("glob:**/node.new");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void anEmptyFileGetsANewName(String held) throws IOException {
        Files.writeString(folder.resolve("node"), held);
        Files.writeString(folder.resolve("node.new"), "half");
        assertThat(node()).hasSize(8).isEqualTo(node());
    }

    @Test
    void aLineEndIsNoPartOfTheName() throws IOException {
        Files.writeString(folder.resolve("node"), "left2\n");
        assertThat(node()).isEqualTo("left2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Left", "a-b", "a b", "12345678901234567"})
    void aWrongNameIsToldAndKept(String held) throws IOException {
        Files.writeString(folder.resolve("node"), held);
        assertThatThrownBy(() -> PartialFiles.open(folder, null))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("must hold the node's name");
        assertThat(folder.resolve("node")).hasContent(held);
    }
}
