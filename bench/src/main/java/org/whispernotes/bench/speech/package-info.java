/** How good transcripts are: scores against references, beside other tools. */
@NullMarked
package org.whispernotes.bench.speech;

import org.jspecify.annotations.NullMarked;
