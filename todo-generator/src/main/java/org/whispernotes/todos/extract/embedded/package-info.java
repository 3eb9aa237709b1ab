/** The default engine: it ranks lines and quotes them, it writes nothing. */
@NullMarked
package org.whispernotes.todos.extract.embedded;

import org.jspecify.annotations.NullMarked;
