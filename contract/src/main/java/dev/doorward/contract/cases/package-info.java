/** The cases of the contract as data: their format, and reading it. */
@NullMarked
package dev.doorward.contract.cases;

import org.jspecify.annotations.NullMarked;
