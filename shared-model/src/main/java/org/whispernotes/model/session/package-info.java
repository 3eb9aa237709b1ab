/** What a session is: its states, stages and the options a person can set. */
@NullMarked
package org.whispernotes.model.session;

import org.jspecify.annotations.NullMarked;
