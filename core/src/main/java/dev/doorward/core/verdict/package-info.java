/** The way of one request through the judge, step by step. */
@NullMarked
package dev.doorward.core.verdict;

import org.jspecify.annotations.NullMarked;
