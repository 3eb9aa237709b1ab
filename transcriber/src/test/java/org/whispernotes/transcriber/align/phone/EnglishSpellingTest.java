package org.whispernotes.transcriber.align.phone;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnglishSpellingTest {

    @ParameterizedTest
    @CsvSource({
        "ship, SH IH P",
        "' Chair,', CH EY R",
        "quick, K W IH K",
        "take, T AH K",
        "see, S IY",
        "the, TH EH",
        "don't, D AA N T",
        "naïve, N EY V",
        "42, F AO R T UW",
        "night, N IH T",
        "5%, F AY V P ER S EH N T",
        "…, ''",
        "говорить, ''"
    })
    void lettersStandForSounds(String word, String phones) {
        assertThat(String.join(" ", EnglishSpelling.phones(word))).isEqualTo(phones);
    }
}
