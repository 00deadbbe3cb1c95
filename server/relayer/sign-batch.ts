import { batchToSign } from '../chain/batch-typed-data.ts'
import { verifyBatchSignature } from '../chain/verify-batch-signature.ts'
import { type Batch, listFormedBatches, lockBatch, saveBatch } from '../database/batches.ts'
import { findPartner } from '../database/partners.ts'
import { assert } from '../domain/assert.ts'
import { Transient } from '../domain/rejection.ts'
import { chooseSigner } from './choose-signer.ts'
import { parkBatch } from './park-batch.ts'
import { type Relayer } from './relayer.ts'

const BATCHES_AT_ONCE_MAX = 16

/** Asks the partners' signers for the signatures of formed batches. One that does not answer parks only its own. */
export async function signBatches(relayer: Relayer): Promise<boolean> {
  const batches = await listFormedBatches(relayer.database, BATCHES_AT_ONCE_MAX)
  const signed = await Promise.all(batches.map((batch) => signBatch(relayer, batch)))
  return signed.includes(true)
}

async function signBatch(relayer: Relayer, batch: Batch): Promise<boolean> {
  const signature = await askSigner(relayer, batch)
  if (signature === null) return parkBatch(relayer, batch, 'signer_unavailable')
  const isStored = await relayer.database.transaction(async (tx) => {
    const locked = await lockBatch(tx, batch.id)
    // Meanwhile another process may have signed it, or its deadline may have been renewed.
    if (locked?.state !== 'formed' || locked.batchHash !== batch.batchHash) return false
    await saveBatch(tx, { ...locked, signature, state: 'signed' })
    return true
  })
  if (isStored) relayer.report({ name: 'batch_signed', partnerId: batch.partnerId, batchId: batch.id })
  return isStored
}

async function askSigner(relayer: Relayer, batch: Batch): Promise<string | null> {
  const partner = await findPartner(relayer.database, batch.partnerId)
  assert(partner !== null, 'a batch belongs to a partner')
  try {
    const signer = await chooseSigner(relayer, partner, 'issuing')
    const toSign = batchToSign(batch)
    const signature = await signer.signBatch(relayer.chain, toSign)
    // Checked for every kind of signer: a damaged keystore must not cost gas either.
    const isValid = await verifyBatchSignature(relayer.chain, toSign, signature, signer.address)
    if (!isValid) throw new Transient('The signer gave a signature that is not its own', null)
    return signature
  } catch (error) {
    if (!(error instanceof Transient)) throw error
    relayer.report({ name: 'batch_waits', partnerId: batch.partnerId, batchId: batch.id, reason: error.message })
    return null
  }
}
