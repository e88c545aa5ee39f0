import { expect, test } from "vitest";
import { isLocalCaller } from "../../../src/channels/web/guard.ts";

test.each([
  ["127.0.0.1", "localhost:8080", true],
  ["127.8.8.8", "127.0.0.1:8080", true],
  ["::1", "[::1]:8080", true],
  ["::ffff:127.0.0.1", "localhost", true],
  ["192.168.1.20", "localhost:8080", false],
  ["::ffff:10.0.0.5", "localhost:8080", false],
  ["127.0.0.1", "localhost.evil.example", false],
  ["127.0.0.1", "", false],
  ["", "localhost", false],
])("a caller at %s who asks for %s is let in: %s", (socketAddress, host, expected) => {
  expect(isLocalCaller({ socketAddress, method: "GET", headers: { host } })).toBe(expected);
});
