package org.whispernotes.transcriber.model.graph;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Translates CTranslate2's weight names to Hugging Face's; a fused matrix becomes its parts in order. */
final class SafetensorsNames {

    private static final Pattern LAYER =
            Pattern.compile("(encoder|decoder)/layer_(\\d+)/(.+)/(weight|bias|gamma|beta)");
    private static final Map<String, List<String>> PLAIN = Map.of(
            "encoder/position_encodings/encodings", List.of("model.encoder.embed_positions.weight"),
            "decoder/position_encodings/encodings", List.of("model.decoder.embed_positions.weight"),
            "decoder/embeddings/weight", List.of("model.decoder.embed_tokens.weight"));
    private static final Map<String, List<String>> IN_LAYER = Map.of(
            "self_attention/linear_0", List.of("self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"),
            "self_attention/linear_1", List.of("self_attn.out_proj"),
            "self_attention/layer_norm", List.of("self_attn_layer_norm"),
            "attention/linear_0", List.of("encoder_attn.q_proj"),
            "attention/linear_1", List.of("encoder_attn.k_proj", "encoder_attn.v_proj"),
            "attention/linear_2", List.of("encoder_attn.out_proj"),
            "attention/layer_norm", List.of("encoder_attn_layer_norm"),
            "ffn/linear_0", List.of("fc1"),
            "ffn/linear_1", List.of("fc2"),
            "ffn/layer_norm", List.of("final_layer_norm"));

    private SafetensorsNames() {}

    static List<String> parts(String name) {
        List<String> plain = PLAIN.get(name);
        if (plain != null) {
            return plain;
        }
        Matcher layer = LAYER.matcher(name);
        if (!layer.matches()) {
            return List.of(ending("model." + name.replace('/', '.')));
        }
        List<String> parts = IN_LAYER.get(layer.group(3));
        if (parts == null) {
            throw new IllegalArgumentException("no translation for " + name);
        }
        String prefix = "model." + layer.group(1) + ".layers." + layer.group(2) + ".";
        return parts.stream()
                .map(part -> ending(prefix + part + "." + layer.group(4)))
                .toList();
    }

    private static String ending(String name) {
        return name.replaceAll("\\.gamma$", ".weight").replaceAll("\\.beta$", ".bias");
    }
}
