/**
 * The models on disk: which ones there are, that they are whole, and what is made from them.
 */
@NullMarked
package org.whispernotes.transcriber.model;

import org.jspecify.annotations.NullMarked;
