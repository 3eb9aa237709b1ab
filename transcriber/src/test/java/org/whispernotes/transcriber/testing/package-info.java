/** What the tests of this module share. */
@NullMarked
package org.whispernotes.transcriber.testing;

import org.jspecify.annotations.NullMarked;
