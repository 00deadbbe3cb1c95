import { expect } from 'chai'
import fc from 'fast-check'
import { bytesToHex, encodeAbiParameters, keccak256, stringToBytes } from 'viem'

import { buildReceiptsTree, commitToOrder } from '../../../server/chain/receipts-tree.ts'
import { RECEIPT_KINDS, type ReceiptEntry, type ReceiptKind } from '../../../server/domain/receipts.ts'
import { standardTree, verifyReceipt } from '../../support/verify-receipt.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((all) => bytesToHex(all))
const facts = fc.record({
  orderCommitment: bytes(32),
  partnerId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  account: bytes(20),
  points: fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n - 1n }),
  kind: fc.constantFrom(...(Object.keys(RECEIPT_KINDS) as ReceiptKind[])),
})
/** Entries as a batch numbers them, from any number on that the contract can count to. */
const batches = fc
  .tuple(fc.bigInt({ min: 1n, max: 2n ** 64n - 100n }), fc.array(facts, { minLength: 1, maxLength: 70 }))
  .map(([first, all]) => all.map((one, at): ReceiptEntry => ({ ...one, entryNumber: first + BigInt(at) })))

describe('the tree of receipts', () => {
  it("is OpenZeppelin's: the same root, and proofs that lead to it", () => {
    fc.assert(
      fc.property(batches, (entries) => {
        const tree = buildReceiptsTree(entries)
        const standard = standardTree(entries)
        expect(tree.root).to.equal(standard.root)
        entries.forEach((entry, at) => {
          expect(tree.proofOf(entry.entryNumber!)).to.deep.equal(standard.getProof(at))
        })
      }),
    )
  })

  it('proves an entry as it is, and no other', () => {
    fc.assert(
      fc.property(batches, fc.nat(), (entries, pick) => {
        const tree = buildReceiptsTree(entries)
        const entry = entries[pick % entries.length]!
        const proof = tree.proofOf(entry.entryNumber!)
        expect(verifyReceipt(tree.root, entry, proof)).to.equal(true)
        const other = { ...entry, points: BigInt.asIntN(256, entry.points + 1n) }
        expect(verifyReceipt(tree.root, other, proof)).to.equal(false)
      }),
    )
  })

  it('says when an entry is not in it', () => {
    const [entry] = fc.sample(batches, 1)[0]!
    const tree = buildReceiptsTree([{ ...entry!, entryNumber: 7n }])
    expect(tree.proofOf(7n)).to.deep.equal([])
    expect(() => tree.proofOf(8n)).to.throw('Entry 8 is not in this batch.')
  })
})

describe('the commitment to an order', () => {
  it('is the hash of the ABI encoding of tag, partner, hashed reference and salt', () => {
    fc.assert(
      fc.property(facts, fc.string(), bytes(32), ({ partnerId }, orderRef, salt) => {
        const values = [
          keccak256(stringToBytes('Entente order commitment, version 1')),
          partnerId,
          keccak256(stringToBytes(orderRef)),
          salt,
        ] as const
        const types = [{ type: 'bytes32' }, { type: 'uint32' }, { type: 'bytes32' }, { type: 'bytes32' }] as const
        expect(commitToOrder({ partnerId, orderRef, salt })).to.equal(keccak256(encodeAbiParameters(types, values)))
      }),
    )
  })
})
