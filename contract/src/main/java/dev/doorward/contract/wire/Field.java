package dev.doorward.contract.wire;

/** One field line as it stood on the wire, without white space around its value. */
public record Field(String name, String value) {}
