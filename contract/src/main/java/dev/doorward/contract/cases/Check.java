package dev.doorward.contract.cases;

import java.util.List;

/** One thing which a case expects of an answer. Values still have their placeholders. */
public sealed interface Check {

  /** The status is one of these; 0 stands for a connection closed without an answer. */
  record Status(List<Integer> statuses) implements Check {}

  /** The status is what that placeholder stands for. */
  record StatusLike(String placeholder) implements Check {}

  /** All field lines of that name, in order. A value may be {@code ~regex}. */
  record Field(String name, List<String> values) implements Check {}

  /** No field of that name. */
  record Absent(String name) implements Check {}

  /** The body is the problem document of that name. */
  record Problem(String name) implements Check {}

  /** A member of the JSON document, as text. */
  record Member(String name, String value) implements Check {}

  /** The body is an HTML page of ours; of the problem of that name unless it is empty. */
  record Page(String problem) implements Check {}

  /** No body. */
  record EmptyBody() implements Check {}

  /** The body contains that text, or must not. */
  record BodyHas(String text, boolean wanted) implements Check {}

  /** A page says that to its reader, whatever stands in its tags. */
  record BodySays(String text) implements Check {}

  /** The body is that text exactly. */
  record BodyIs(String text) implements Check {}

  /** The body, without the request id, is that of another case. */
  record BodySameAs(String id) implements Check {}

  /** Status, fields and body, without the request id, are those of another case. */
  record SameAs(String id) implements Check {}

  /** The application's echo document, hence its answer. */
  record FromApp() implements Check {}

  /** An answer of the application which is no echo document. */
  record Passed() implements Check {}

  /** Field lines as the application received them. */
  record AppField(String name, List<String> values) implements Check {}

  /** No such field reached the application. */
  record AppAbsent(String name) implements Check {}

  /** {@code method}, {@code target}, {@code length} or {@code trailers} as received. */
  record AppSaw(String what, String value) implements Check {}

  /** The connection ends after the answer, or goes on. */
  record Ends(boolean closed) implements Check {}

  /** Keeps a piece of the answer for later steps: of a field, or of {@code body}. */
  record Save(String name, String source, String regex) implements Check {}

  /** A general check which does not hold here: {@code vary}, {@code no-store}, {@code id}. */
  record Without(String what) implements Check {}

  /** The checks of another case's last step, where this one does not say otherwise. */
  record As(String id) implements Check {}
}
