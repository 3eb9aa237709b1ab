/** What all engines that write text share: prompts, the reply's shape, and what to do with a bad reply. */
@NullMarked
package org.whispernotes.todos.extract.writing;

import org.jspecify.annotations.NullMarked;
