import { defineConfig } from 'prisma/config'

/** Read by the Prisma command line only; the server opens its database in server/database/engine/client.ts. */
export default defineConfig({
  schema: 'prisma/schema.prisma',
  migrations: { path: 'prisma/migrations' },
})
