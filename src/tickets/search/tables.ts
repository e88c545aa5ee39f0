import type { Migrations, Queries } from "../../platform/index.ts";
import type { Ticket } from "../ticket.ts";
import { searchText } from "./words.ts";

type SearchTables = {
  /** Written once, as the ticket is opened: what is in it never changes afterwards. */
  ticket_search: { ticket_id: string; created_at: number; said: string; person: string };
};

export const searchTables = (queries: Queries) => queries.withTables<SearchTables>();

/** As the tickets' table was when this was added. */
type TicketsBefore = {
  tickets: {
    id: string;
    created_at: number;
    content: string;
    summary: string;
    place: string | null;
    anonymous: number;
    reporter: string;
  };
};

export const searchMigrations: Migrations = {
  async "027_ticket_search"(schema, _kind, queries) {
    await schema
      .createTable("ticket_search")
      .addColumn("ticket_id", "text", (c) => c.primaryKey().references("tickets.id"))
      .addColumn("created_at", "bigint", (c) => c.notNull())
      .addColumn("said", "text", (c) => c.notNull())
      .addColumn("person", "text", (c) => c.notNull())
      .execute();
    await schema.createIndex("ticket_search_newest").on("ticket_search").columns(["created_at"]).execute();
    await addEarlier(queries);
  },
};

const AT_ONCE = 500;

/** Tickets opened before there was a search are found by it too. */
async function addEarlier(queries: Queries): Promise<void> {
  for (let after = ""; ; ) {
    const rows = await queries
      .withTables<TicketsBefore>()
      .selectFrom("tickets")
      .select(["id", "created_at", "content", "summary", "place", "anonymous", "reporter"])
      .where("id", ">", after)
      .orderBy("id")
      .limit(AT_ONCE)
      .execute();
    const last = rows.at(-1);
    if (!last) return;
    const texts = rows.map(({ id, created_at, anonymous, reporter, ...said }) => ({
      ticket_id: id,
      created_at,
      ...searchText({ ...said, anonymous: anonymous === 1, reporter: JSON.parse(reporter) as Ticket["reporter"] }),
    }));
    await searchTables(queries).insertInto("ticket_search").values(texts).execute();
    after = last.id;
  }
}
