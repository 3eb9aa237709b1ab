/** The wire protocols that existing clients speak over WebSockets: thin adapters over the same feed. */
@NullMarked
package org.whispernotes.progress.websocket;

import org.jspecify.annotations.NullMarked;
