/** From a transcript to todos and a summary that cite it. */
@NullMarked
package org.whispernotes.todos;

import org.jspecify.annotations.NullMarked;
