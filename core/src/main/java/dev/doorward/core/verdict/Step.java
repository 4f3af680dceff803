package dev.doorward.core.verdict;

/** Where the first half of the judge ends: with a verdict, or with a question. */
public sealed interface Step permits Verdict, Ask {}
