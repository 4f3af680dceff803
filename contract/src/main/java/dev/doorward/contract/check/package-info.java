/** What is asked of an answer: the case's own lines, and what holds for every answer. */
@NullMarked
package dev.doorward.contract.check;

import org.jspecify.annotations.NullMarked;
