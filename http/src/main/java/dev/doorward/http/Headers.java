package dev.doorward.http;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The fields of a message: ordered, with repeats, looked up without regard to case (RFC 9110 §5.3).
 * Immutable.
 */
public final class Headers implements Iterable<Header> {
  private static final Headers EMPTY = new Headers(new String[0], 0);

  /** Name, value, name, value; flat because a head is built and read on every request. */
  private final String[] pairs;

  private final int used;

  Headers(String[] pairs, int used) {
    this.pairs = pairs;
    this.used = used;
  }

  public static Headers empty() {
    return EMPTY;
  }

  /**
   * @param namesAndValues name, value, name, value
   * @throws IllegalArgumentException when one could not be sent, or a value is missing
   */
  public static Headers of(String... namesAndValues) {
    if (namesAndValues.length % 2 != 0) {
      throw new IllegalArgumentException("a name without a value");
    }
    var builder = new Builder();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      builder.add(namesAndValues[i], namesAndValues[i + 1]);
    }
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return used / 2;
  }

  public boolean isEmpty() {
    return used == 0;
  }

  /** The name of the field at a position from 0 to {@code size() - 1}, as it was written. */
  public String name(int index) {
    return pairs[2 * index];
  }

  /** The value of the field at a position from 0 to {@code size() - 1}. */
  public String value(int index) {
    return pairs[2 * index + 1];
  }

  /** Every value of that name, in order; empty when there is none. */
  public List<String> all(String name) {
    List<String> found = List.of();
    for (int i = 0; i < used; i += 2) {
      if (Octets.same(pairs[i], name)) {
        if (found.isEmpty()) {
          found = new ArrayList<>(2);
        }
        found.add(pairs[i + 1]);
      }
    }
    return found;
  }

  public Optional<String> first(String name) {
    for (int i = 0; i < used; i += 2) {
      if (Octets.same(pairs[i], name)) {
        return Optional.of(pairs[i + 1]);
      }
    }
    return Optional.empty();
  }

  /** The value where exactly one field has that name; empty for none and for several. */
  public Optional<String> only(String name) {
    String found = null;
    for (int i = 0; i < used; i += 2) {
      if (Octets.same(pairs[i], name)) {
        if (found != null) {
          return Optional.empty();
        }
        found = pairs[i + 1];
      }
    }
    return Optional.ofNullable(found);
  }

  public boolean has(String name) {
    for (int i = 0; i < used; i += 2) {
      if (Octets.same(pairs[i], name)) {
        return true;
      }
    }
    return false;
  }

  /** True when the field is a list (RFC 9110 §5.6.1) with that member; members have no case. */
  public boolean lists(String name, String member) {
    for (int i = 0; i < used; i += 2) {
      if (Octets.same(pairs[i], name) && Octets.listed(pairs[i + 1], member)) {
        return true;
      }
    }
    return false;
  }

  /** With one more field at the end; those of the same name stay. */
  public Headers with(String name, String value) {
    return toBuilder().add(name, value).build();
  }

  /** Without any field of that name. */
  public Headers without(String name) {
    return has(name) ? without((String each) -> Octets.same(each, name)) : this;
  }

  /** Without any field whose name is so. */
  public Headers without(Predicate<String> name) {
    var kept = new String[used];
    int count = 0;
    for (int i = 0; i < used; i += 2) {
      if (!name.test(pairs[i])) {
        kept[count++] = pairs[i];
        kept[count++] = pairs[i + 1];
      }
    }
    return count == used ? this : new Headers(kept, count);
  }

  public Builder toBuilder() {
    var builder = new Builder();
    builder.pairs = Arrays.copyOf(pairs, used + 8);
    builder.used = used;
    return builder;
  }

  @Override
  public Iterator<Header> iterator() {
    return new Iterator<>() {
      private int next;

      @Override
      public boolean hasNext() {
        return next < size();
      }

      @Override
      public Header next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        var header = new Header(name(next), value(next));
        next++;
        return header;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Headers that && Arrays.equals(pairs, 0, used, that.pairs, 0, that.used);
  }

  @Override
  public int hashCode() {
    int hash = 1;
    for (int i = 0; i < used; i++) {
      hash = 31 * hash + pairs[i].hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return Arrays.toString(Arrays.copyOf(pairs, used));
  }

  /** Collects fields in order. Not thread-safe, and done with once built. */
  public static final class Builder {
    private String[] pairs = new String[16];
    private int used;

    private Builder() {}

    /**
     * @throws IllegalArgumentException when the name is no token, or the value could not be sent as
     *     one line
     */
    public Builder add(String name, String value) {
      Octets.requireToken(name);
      Octets.requireFieldValue(name, value);
      if (used == pairs.length) {
        pairs = Arrays.copyOf(pairs, Math.max(16, used * 2));
      }
      pairs[used++] = name;
      pairs[used++] = value;
      return this;
    }

    public Builder addAll(Headers more) {
      for (int i = 0; i < more.size(); i++) {
        add(more.name(i), more.value(i));
      }
      return this;
    }

    /** Puts this one in the place of all of that name. */
    public Builder set(String name, String value) {
      return remove(name).add(name, value);
    }

    public Builder remove(String name) {
      int kept = 0;
      for (int i = 0; i < used; i += 2) {
        if (!Octets.same(pairs[i], name)) {
          pairs[kept] = pairs[i];
          pairs[kept + 1] = pairs[i + 1];
          kept += 2;
        }
      }
      used = kept;
      return this;
    }

    public Headers build() {
      return used == 0 ? EMPTY : new Headers(pairs, used);
    }
  }
}
