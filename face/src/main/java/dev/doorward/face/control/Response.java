package dev.doorward.face.control;

import java.util.Optional;

/**
 * What came of a command.
 *
 * @param data a JSON-like value: maps, lists, texts, numbers, flags
 * @param error a sentence which says what is wrong and what to do
 */
public record Response(Optional<Object> data, Optional<String> error) {
  static Response of(Object data) {
    return new Response(Optional.of(data), Optional.empty());
  }

  static Response refused(String error) {
    return new Response(Optional.empty(), Optional.of(error));
  }
}
