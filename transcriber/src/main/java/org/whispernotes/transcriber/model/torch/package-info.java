/** Reads the weights out of PyTorch checkpoints without PyTorch, and without running what a pickle asks to run. */
@NullMarked
package org.whispernotes.transcriber.model.torch;

import org.jspecify.annotations.NullMarked;
