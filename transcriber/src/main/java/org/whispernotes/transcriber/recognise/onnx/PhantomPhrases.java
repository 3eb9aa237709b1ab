package org.whispernotes.transcriber.recognise.onnx;

import java.util.Locale;
import java.util.Set;

/**
 * Sentences that Whisper learned from subtitles and writes where nobody speaks. They count as silence only where the
 * model itself doubts that there is speech.
 */
final class PhantomPhrases {

    private static final double DOUBT = 0.3;
    private static final Set<String> PHRASES = Set.of(
            "you",
            "bye",
            "thank you",
            "thank you very much",
            "thanks for watching",
            "thank you for watching",
            "please subscribe",
            "subtitles by the amara org community",
            "untertitel der amara org community",
            "untertitel im auftrag des zdf für funk 2017",
            "untertitelung des zdf für funk 2017",
            "untertitelung des zdf 2020",
            "sous titres réalisés para la communauté d amara org",
            "sous titrage st 501",
            "merci d avoir regardé cette vidéo",
            "subtítulos realizados por la comunidad de amara org",
            "gracias por ver el video",
            "ご視聴ありがとうございました");

    private PhantomPhrases() {}

    static boolean matches(Decoded decoded) {
        String bare = decoded.text()
                .toLowerCase(Locale.ROOT)
                .replaceAll("[^\\p{L}\\p{N}]+", " ")
                .strip();
        return bare.isEmpty() || decoded.noSpeechProbability() > DOUBT && PHRASES.contains(bare);
    }
}
