/** Code that uses what a case generates, as a user would write it: it must compile. By the name of the case. */
export const caseUses: Readonly<Record<string, string>> = {
  'by-model': `import { searchBlogPosts } from "./code/blog-post/BlogPost.queries.js";
import { BlogPostRepository } from "./code/blog-post/BlogPost.repository.js";
import { newBlogPostSchema } from "./code/blog-post/BlogPost.validator.js";
import { BlogPostAuthorMissing } from "./code/blog-post/BlogPost.errors.js";
import { createDatabase, withSession } from "./code/index.js";

const db = createDatabase();
await withSession(db, (tx) => new BlogPostRepository(tx).create({ title: "T", author_id: "1" }));
newBlogPostSchema.parse({});
await searchBlogPosts(db, { titles: ["T"] });
export const missing: string = BlogPostAuthorMissing.name;
`,
  'camel-case': `import { CamelCasePlugin, Kysely, PostgresDialect } from "kysely";
import pg from "pg";
import { createDatabase } from "./code/client.js";
import type { BlogPost, Database, NewUserAccount } from "./code/database.js";
import { findBlogPostWithMainAuthorAndPostTags, searchBlogPosts } from "./code/queries/blog-post.queries.js";
import { BlogPostRepository } from "./code/repositories/blog-post.repository.js";
import { newUserAccountSchema } from "./code/validators/user-account.validator.js";

const db = createDatabase();
const given: NewUserAccount = { emailAddress: "a@b.c", passwordHash: "x", address1: null, isAB: true, oddName: "o" };
newUserAccountSchema.parse(given) satisfies NewUserAccount;
const posts = new BlogPostRepository(db);
const post: BlogPost = await posts.create({ postTitle: "T", mainAuthorId: "1" });
await posts.findPage({ filter: { viewCount: { atLeast: 1, lessThan: 9 }, keyWords: { hasAny: ["a"] } }, order: ["-createdAt"] });
await searchBlogPosts(db, { tagNames: ["a"], strategy: { mainAuthor: "select" } });
const found = await findBlogPostWithMainAuthorAndPostTags(db, post.id);
export const author: string | undefined = found?.mainAuthor.emailAddress;

const own = new Kysely<Database>({ dialect: new PostgresDialect({ pool: new pg.Pool() }), plugins: [new CamelCasePlugin()] });
export const rows: { postTitle: string; address1: string | null }[] = await own
  .selectFrom("blogPost2 as post")
  .innerJoin("userAccounts as account", "account.id", "post.mainAuthorId")
  .innerJoin("tagStore.tags as tag", "tag.tagName", "post.postTitle")
  .select(["post.postTitle", "account.address1"])
  .execute();
`,
}
