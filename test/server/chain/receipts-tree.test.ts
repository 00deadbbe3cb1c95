import { expect } from 'chai'
import fc from 'fast-check'
import { bytesToHex, encodeAbiParameters, keccak256, stringToBytes } from 'viem'

import { buildReceiptsTree, commitToOrder, hashText, proveReceipt } from '../../../server/chain/receipts-tree.ts'
import {
  type LeafVersion,
  RECEIPT_KINDS,
  type ReceiptEntry,
  type ReceiptKind,
} from '../../../server/domain/receipts.ts'
import { standardTree, verifyReceipt } from '../../support/verify-receipt.ts'

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length }).map((all) => bytesToHex(all))
const facts = fc.record({
  orderCommitment: bytes(32),
  partnerId: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  account: bytes(20),
  points: fc.bigInt({ min: -(2n ** 255n), max: 2n ** 255n - 1n }),
  kind: fc.constantFrom(...(Object.keys(RECEIPT_KINDS) as ReceiptKind[])),
  explanation: fc.string({ unit: 'grapheme' }),
})
const versions = fc.constantFrom<LeafVersion>(1, 2)
/** Entries as a batch numbers them, from any number on that the contract can count to. */
const batches = fc
  .tuple(fc.bigInt({ min: 1n, max: 2n ** 64n - 100n }), fc.array(facts, { minLength: 1, maxLength: 70 }))
  .map(([first, all]) => all.map((one, at): ReceiptEntry => ({ ...one, entryNumber: first + BigInt(at) })))

describe('the tree of receipts', () => {
  it("is OpenZeppelin's: the same root, and proofs that lead to it", () => {
    fc.assert(
      fc.property(batches, versions, (entries, version) => {
        const tree = buildReceiptsTree(entries, version)
        const standard = standardTree(entries, version)
        expect(tree.root).to.equal(standard.root)
        entries.forEach((entry, at) => {
          expect(tree.proofOf(entry.entryNumber!)).to.deep.equal(standard.getProof(at))
        })
      }),
    )
  })

  it('proves an entry as it is, and no other', () => {
    fc.assert(
      fc.property(batches, versions, fc.nat(), (entries, version, pick) => {
        const tree = buildReceiptsTree(entries, version)
        const entry = entries[pick % entries.length]!
        const proof = tree.proofOf(entry.entryNumber!)
        expect(verifyReceipt(tree.root, entry, proof, version)).to.equal(true)
        const other = { ...entry, points: BigInt.asIntN(256, entry.points + 1n) }
        expect(verifyReceipt(tree.root, other, proof, version)).to.equal(false)
        const otherwise = { ...entry, explanation: `${entry.explanation} ` }
        expect(verifyReceipt(tree.root, otherwise, proof, version)).to.equal(version === 1)
      }),
    )
  })

  it('proves one entry with what its leaf commits to', () => {
    const entries = fc.sample(batches, 1)[0]!
    const { entryNumber, explanation } = entries[0]!
    const explanationHash = hashText(explanation!)
    expect(proveReceipt(entries, entryNumber!, 2)).to.deep.include({ explanationHash })
    expect(proveReceipt(entries, entryNumber!, 1)).to.deep.include({ explanationHash: null })
    expect(explanationHash).to.equal(keccak256(stringToBytes(explanation!)))
  })

  it('says when an entry is not in it', () => {
    const [entry] = fc.sample(batches, 1)[0]!
    const tree = buildReceiptsTree([{ ...entry!, entryNumber: 7n }], 2)
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
