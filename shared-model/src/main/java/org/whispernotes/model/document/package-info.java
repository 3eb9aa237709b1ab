/** The JSON documents that stay in the object store; snake_case, as their readers expect. */
@NullMarked
package org.whispernotes.model.document;

import org.jspecify.annotations.NullMarked;
