import { mkdirSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

import { expect } from 'chai'

import { onPglite } from '../../../support/database.ts'
import { useDataFolder } from '../../../support/data-folder.ts'

// On PostgreSQL the server has no files of the database.
if (onPglite())
  describe('the folder of the embedded database', function () {
    this.timeout(120_000)
    const data = useDataFolder()
    let umask: number
    before(() => (umask = process.umask(0o077)))
    after(() => process.umask(umask))

    const openOnes = (folder: string) =>
      readdirSync(folder, { recursive: true })
        .map((path) => join(folder, String(path)))
        .filter((path) => (statSync(path).mode & 0o077) !== 0)

    it('has files for nobody but their owner: those of the first start, of new tables and of caches written again', async () => {
      const fresh = join(data.path(), 'fresh')
      mkdirSync(fresh)
      const { db } = await data.open(fresh)
      expect(openOnes(fresh)).to.deep.equal([])
      await db.$executeRawUnsafe('create table later as select generate_series(1, 10000) as number')
      // Makes PostgreSQL write pg_internal.init again.
      await db.$executeRawUnsafe('reindex table pg_class')
      await data.close()
      await data.open(fresh)
      expect(openOnes(fresh)).to.deep.equal([])
    })
  })
