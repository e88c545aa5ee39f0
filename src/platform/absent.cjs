/** In place of a package that is left out: it may be named, handed on and extended; to call it or to build something of it is a bug. */
const refuse = () => {
  throw new Error("a package was called that is left out of what was imported (platform/import-without.ts)");
};

class Absent {}

const absent = new Proxy(Absent, {
  get(target, name) {
    if (name === "prototype") return target.prototype;
    return name === Symbol.toPrimitive ? () => "absent" : absent;
  },
  apply: refuse,
  construct: refuse,
});

module.exports = absent;
