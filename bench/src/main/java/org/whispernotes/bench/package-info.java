/** What the benchmarks share. */
@NullMarked
package org.whispernotes.bench;

import org.jspecify.annotations.NullMarked;
