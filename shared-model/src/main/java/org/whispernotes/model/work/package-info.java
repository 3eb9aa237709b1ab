/** The JSON documents under {@code work/}: scratch of one run, gone when it ends. */
@NullMarked
package org.whispernotes.model.work;

import org.jspecify.annotations.NullMarked;
