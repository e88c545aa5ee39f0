import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

type Labels = Readonly<Record<string, string>>;

/** One figure of several. */
export interface Reading {
  readonly labels: Labels;
  readonly value: number;
}

/** Figures for Prometheus. Labels are few and fixed: never a person, a number or words. */
export interface Metrics {
  count(name: string, labels?: Labels): void;
  /** Seconds. */
  observe(name: string, labels: Labels, seconds: number): void;
  /** Read when asked for. */
  gauge(name: string, read: () => number | Promise<number>): void;
  /** Several of one name, told apart by these labels; those not read any more are gone. */
  gauges(name: string, labels: readonly string[], read: () => Promise<readonly Reading[]>): void;
  /** The sum of a counter over all labels, for people's pages. */
  total(name: string): Promise<number>;
  render(): Promise<string>;
  readonly contentType: string;
}

const SECONDS = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1, 3, 10, 30];

let process: Registry | undefined;

/** Memory, processor and event loop: the process's own, collected once however many systems are started in it. */
function ofProcess(): Registry {
  if (process) return process;
  process = new Registry();
  collectDefaultMetrics({ register: process });
  return process;
}

export function createMetrics(): Metrics {
  const registry = new Registry();
  const own = ofProcess();
  const counters = new Map<string, Counter>();
  const histograms = new Map<string, Histogram>();
  const counter = (name: string, labelNames: string[]): Counter => {
    const made =
      counters.get(name) ?? new Counter({ name, help: name.replaceAll("_", " "), labelNames, registers: [registry] });
    counters.set(name, made);
    return made;
  };
  return {
    count: (name, labels = {}) => counter(name, Object.keys(labels)).inc({ ...labels }),
    observe(name, labels, seconds) {
      const made =
        histograms.get(name) ??
        new Histogram({
          name,
          help: name.replaceAll("_", " "),
          labelNames: Object.keys(labels),
          buckets: SECONDS,
          registers: [registry],
        });
      histograms.set(name, made);
      made.observe({ ...labels }, seconds);
    },
    gauge(name, read) {
      new Gauge({
        name,
        help: name.replaceAll("_", " "),
        registers: [registry],
        async collect() {
          this.set(await read());
        },
      });
    },
    gauges(name, labelNames, read) {
      new Gauge({
        name,
        help: name.replaceAll("_", " "),
        labelNames,
        registers: [registry],
        async collect() {
          const readings = await read();
          this.reset();
          for (const { labels, value } of readings) this.set({ ...labels }, value);
        },
      });
    },
    async total(name) {
      const values = await counters.get(name)?.get();
      return values?.values.reduce((sum, { value }) => sum + value, 0) ?? 0;
    },
    render: async () => (await Promise.all([own.metrics(), registry.metrics()])).join("\n"),
    contentType: registry.contentType,
  };
}
