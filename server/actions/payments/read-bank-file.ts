import { XMLParser } from 'fast-xml-parser'
import { SyntaxValidator } from 'fast-xml-validator'

import {
  BANK_FILE_BYTES_MAX,
  BANK_STATEMENTS_MAX,
  BANK_TRANSACTIONS_MAX,
  type BankFileFault,
  type BankStatement,
  CAMT_VERSION_MAX,
  CAMT_VERSION_MIN,
  type ReadBankFile,
} from '../../domain/clearing/bank-statement.ts'
import { withoutSpaces } from '../../domain/clearing/bank-details.ts'
import { firstText, listAt, type Node, nodeAt, REPEATED, textAt } from './camt-nodes.ts'
import { readEntry } from './read-bank-entry.ts'

const NAMESPACE = /^urn:iso:std:iso:20022:tech:xsd:camt\.053\.001\.(\d{2})$/
const DEPTH_MAX = 40

const PARSER = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  // Not by `removeNSPrefix`, which drops the namespaces as well: the version of the schema is in them.
  transformTagName: (name) => name.slice(name.indexOf(':') + 1),
  jPath: false,
  // What a bank wrote stays as it wrote it: 0012 is a reference, and 1e3 is not a thousand.
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  processEntities: false,
  htmlEntities: false,
  maxNestedTags: DEPTH_MAX,
  isArray: (name) => REPEATED.has(name),
})

/** Reads a bank statement (ISO 20022, camt.053) of any version from 2 to 8. Never throws because of what is in the file. */
export function readBankFile(bytes: Uint8Array): ReadBankFile {
  if (bytes.length > BANK_FILE_BYTES_MAX) return refused('too_large')
  const text = decode(bytes)
  if (text === null) return refused('not_utf8')
  // Before anything is parsed: entities are declared there, and they are what makes small files huge.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return refused('has_doctype')
  const root = parse(text)
  if (root === null) return refused('not_xml')
  const document = nodeAt(root, 'Document')
  const version = versionOf(document)
  if (version === null || nodeAt(document, 'BkToCstmrStmt') === undefined) return refused('not_camt_053')
  if (version < CAMT_VERSION_MIN || version > CAMT_VERSION_MAX) return refused('version_unsupported', String(version))
  return readStatements(document, version)
}

function refused(fault: BankFileFault, detail: string | null = null): ReadBankFile {
  return { kind: 'refused', fault, detail }
}

function decode(bytes: Uint8Array): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const [, encoding = 'utf-8'] = /^\s*<\?xml[^>]*encoding=["']([^"']+)["']/.exec(text) ?? []
    return /^(?:utf-8|us-ascii)$/i.test(encoding) ? text : null
  } catch (error) {
    if (error instanceof TypeError) return null
    throw error
  }
}

/** The parser overlooks tags that are not closed, so the validator of the same author looks first. Both throw plain errors. */
function parse(text: string): Node | null {
  try {
    SyntaxValidator.validate(text)
    return PARSER.parse(text) as Node
  } catch (error) {
    if (error instanceof Error) return null
    throw error
  }
}

/** By the namespace, whether it is the default one or has a prefix. */
function versionOf(document: Node | undefined): number | null {
  if (document === undefined || typeof document === 'string') return null
  for (const [name, value] of Object.entries(document)) {
    const [, version] = (name.startsWith('@') && typeof value === 'string' && NAMESPACE.exec(value)) || []
    if (version !== undefined) return Number(version)
  }
  return null
}

function readStatements(document: Node | undefined, version: number): ReadBankFile {
  const found = listAt(nodeAt(document, 'BkToCstmrStmt'), 'Stmt')
  if (found.length === 0) return refused('incomplete', 'Stmt')
  if (found.length > BANK_STATEMENTS_MAX) return refused('statements_too_many')
  const statements: BankStatement[] = []
  let transactions = 0
  for (const one of found) {
    const statement = readStatement(one)
    if (typeof statement === 'string') return refused('incomplete', statement)
    transactions += statement.transactions.length
    if (transactions > BANK_TRANSACTIONS_MAX) return refused('transactions_too_many')
    statements.push(statement)
  }
  return { kind: 'read', version, statements }
}

/** A statement, or the name of what it lacks. */
function readStatement(node: Node): BankStatement | string {
  const statementId = textAt(node, 'Id')
  const account = firstText(node, ['Acct', 'Id', 'IBAN'], ['Acct', 'Id', 'Othr', 'Id'])
  const page = textAt(node, 'StmtPgntn', 'PgNb') ?? '1'
  if (statementId === null) return 'Id'
  if (account === null) return 'Acct/Id'
  if (!/^\d{1,5}$/.test(page)) return 'StmtPgntn/PgNb'
  const transactions = []
  for (const [at, entry] of listAt(node, 'Ntry').entries()) {
    const read = readEntry(entry, at + 1)
    if (typeof read === 'string') return read
    transactions.push(...read)
  }
  return { statementId, page: Number(page), account: withoutSpaces(account), transactions }
}
