import { expect, test } from "vitest";
import { checkedUrl } from "../../../src/attachments/address.ts";
import { isPublicAddress, publicReach } from "../../../src/attachments/fetch/client.ts";

const HOSTS = ["zdn.vn", "api.twilio.com"];

test.each([
  "https://zdn.vn/a",
  "https://f21-photo.zdn.vn/x/y.jpg?z=1",
  "https://F21.ZDN.VN/a",
  "https://api.twilio.com:443/a",
  "https://photo.zdn.vn./a",
])("%s may be fetched", (url) => {
  expect(checkedUrl(url, HOSTS).ok).toBe(true);
});

test.each([
  ["http://photo.zdn.vn/a", "not_https"],
  ["https://photo.zdn.vn:8443/a", "not_https"],
  ["https://user:pass@photo.zdn.vn/a", "not_https"],
  ["file:///etc/passwd", "not_https"],
  ["nonsense", "not_https"],
  ["", "not_https"],
  ["https://evil.vn/photo.zdn.vn", "host"],
  ["https://evilzdn.vn/a", "host"],
  ["https://zdn.vn.evil.com/a", "host"],
  ["https://photo.zdn.vn@evil.com/a", "not_https"],
  ["https://127.0.0.1/a", "host"],
  ["https://[::1]/a", "host"],
  ["https://2130706433/a", "host"],
  ["https://sub.api.twilio.com.evil.vn/", "host"],
])("%s may not: %s", (url, reason) => {
  expect(checkedUrl(url, HOSTS)).toEqual({ ok: false, reason });
});

const PRIVATE = [
  ["0.0.0.0", "10.1.2.3", "100.64.0.1", "127.0.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.168.1.1"],
  ["192.0.0.8", "198.18.0.1", "203.0.113.9", "224.0.0.1", "255.255.255.255", "::", "::1", "::ffff:127.0.0.1"],
  ["::ffff:8.8.8.8", "64:ff9b::7f00:1", "fe80::1", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1", "2002:7f00:1::"],
  ["", "localhost", "1.2.3", "0x7f.1"],
].flat();

test.each(PRIVATE)("%s is not connected to", async (address) => {
  expect(isPublicAddress(address)).toBe(false);
  expect(await publicReach(async () => [address])("photo.zdn.vn")).toEqual({ ok: false, reason: "private_address" });
});

test.each(["118.102.1.1", "8.8.8.8", "172.32.0.1", "2404:6800::1"])("%s is", async (address) => {
  expect(await publicReach(async () => [address])("photo.zdn.vn")).toEqual({ ok: true, address });
});

test("one private address among several refuses the host", async () => {
  const reach = publicReach(async () => ["118.102.1.1", "10.0.0.1"]);
  expect(await reach("photo.zdn.vn")).toEqual({ ok: false, reason: "private_address" });
});

test("a host that does not resolve is tried again later", async () => {
  const reach = publicReach(() => Promise.reject(new Error("ENOTFOUND")));
  expect(await reach("photo.zdn.vn")).toEqual({ ok: false, reason: "unresolved" });
});
