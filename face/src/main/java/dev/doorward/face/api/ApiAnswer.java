package dev.doorward.face.api;

/** What the API answers once it has done what was asked. */
sealed interface ApiAnswer {
  /** 200 with a JSON-like value. */
  record Ok(Object json) implements ApiAnswer {}

  /** 201 with what was made, and where it is found. */
  record Created(String location, Object json) implements ApiAnswer {}

  /** 204. */
  enum Done implements ApiAnswer {
    DONE
  }
}
