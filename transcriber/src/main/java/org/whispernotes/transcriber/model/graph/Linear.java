package org.whispernotes.transcriber.model.graph;

import org.jspecify.annotations.Nullable;

/**
 * {@code y = weight x + bias}.
 *
 * @param weight outputs x inputs
 * @param bias one per output; null for none
 */
record Linear(Matrix weight, float @Nullable [] bias) {

    Linear(Matrix weight) {
        this(weight, null);
    }
}
