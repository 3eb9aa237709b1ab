package org.whispernotes.api.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FilenamesTest {

    @Test
    void paths_control_and_direction_characters_are_taken_away() {
        assertThat(Filenames.sanitise("../../etc/passwd")).isEqualTo("passwd");
        assertThat(Filenames.sanitise("C:\\Users\\ann\\Stand-up 1.mp4")).isEqualTo("Stand-up 1.mp4");
        assertThat(Filenames.sanitise("a\r\nb\u0000.mp4")).isEqualTo("ab.mp4");
        assertThat(Filenames.sanitise("report\u202E4pm.exe")).isEqualTo("report4pm.exe");
        assertThat(Filenames.sanitise("..")).isEqualTo("recording");
        assertThat(Filenames.sanitise("  ")).isEqualTo("recording");
        assertThat(Filenames.sanitise(null)).isEqualTo("recording");
        assertThat(Filenames.sanitise("会議.m4a")).isEqualTo("会議.m4a");
    }

    @Test
    void a_long_name_keeps_its_extension() {
        assertThat(Filenames.sanitise("x".repeat(500) + ".webm")).hasSize(200).endsWith("x.webm");
    }

    @Test
    void a_type_that_says_nothing_is_taken_from_the_extension() {
        assertThat(Filenames.contentType("application/octet-stream", "a.MKV")).isEqualTo("video/x-matroska");
        assertThat(Filenames.contentType(null, "a.flac")).isEqualTo("audio/flac");
        assertThat(Filenames.contentType("audio/x-special", "a.mp3")).isEqualTo("audio/x-special");
        assertThat(Filenames.contentType("", "noextension")).isEqualTo("application/octet-stream");
    }
}
