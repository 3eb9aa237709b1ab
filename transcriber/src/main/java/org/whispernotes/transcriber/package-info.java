/**
 * Recording to transcript. {@link org.whispernotes.transcriber.TranscriberConfiguration} wires it.
 */
@NullMarked
package org.whispernotes.transcriber;

import org.jspecify.annotations.NullMarked;
