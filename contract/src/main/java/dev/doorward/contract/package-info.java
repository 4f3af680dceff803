/**
 * The contract: its cases as data, the reference fixture, and a black-box runner for any base URL.
 */
@NullMarked
package dev.doorward.contract;

import org.jspecify.annotations.NullMarked;
