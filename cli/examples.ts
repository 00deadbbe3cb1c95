import type { Command } from 'commander'

const MEMBER = '01985c7e-6d2a-7b0e-9d42-3f6a1c2b4d5e'

/** How each command is typed, as `--help` shows it. A test parses every line. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  start: ['', '--port 9000 --data /var/lib/entente', '--no-past', '--no-demo --json', '--role relayer indexer'],
  deploy: ['--dry-run', '--admin 0x00000000000000000000000000000000000000aa --verify'],
  'key address': ['aws-kms:alias/entente-operator', 'pkcs11:token=entente;object=operator --json'],
  'partner add': [
    '--name "Harbour Books"',
    '--name "Maison Verte" --currency EUR --points 2 --per-minor 100 --allowance 500000',
    '--name "Harbour Books" --redeem-points 100 --redeem-minor 100 --json',
  ],
  'partner list': ['', '--json'],
  'partner show': ['2'],
  'partner suspend': ['2'],
  'partner resume': ['2'],
  'partner release': ['2 --reason "they posted it by mistake" --through 118'],
  'partner retire': ['2', '2 --returns-days 14 --yes'],
  'partner keep': ['2'],
  'partner next-key': ['2', '2 --issuer 0x00000000000000000000000000000000000000aa'],
  'partner drop-next-key': ['2'],
  'partner earn': ['2', '2 set --points 3 --per-minor 100 --valid-from 2027-01-01T00:00:00Z'],
  'partner redeem-rate': ['2 list', '2 set --points 100 --minor 90 --currency EUR'],
  'partner allowance': ['2 raise 50000', '2 daily-limit 10000'],
  'partner key': ['2', '2 issue --label "till 4"', '2 revoke 5d41402abc4b2a76'],
  'partner person invite': ['2 marie@harbourbooks.example --name "Marie Durand" --role owner'],
  'partner person list': ['2', '2 --json'],
  'partner person remove': [`2 ${MEMBER} --yes`],
  'partner time-zone': ['2 Europe/Paris'],
  'partner logo': ['2 logo.png --key-file harbour-keys.json'],
  'partner colours': ['2 "#1f4d3a" "#ffffff"'],
  'partner country': ['2 GB'],
  'reward add': [
    '--partner 2 --kind product --title "A paperback" --description "Any of them" --points 500',
    '--partner 2 --kind gift_code --title "An audiobook" --description "One title" --points 600 --codes codes.txt',
  ],
  'reward picture': [`${MEMBER} tea.png`],
  'reward list': ['', '--partner 2 --json'],
  'rules list': ['--partner 2', '--partner 2 --json'],
  'rules explain': [`${MEMBER} --partner 2`],
  'webhook add': ['https://shop.example.com/entente --partner 2 --type redemption.captured redemption.voided'],
  'webhook list': ['--partner 2', '--partner 2 --json'],
  'webhook test': [`${MEMBER} --partner 2`],
  'webhook rotate': [`${MEMBER} --partner 2 --overlap 3600`],
  'webhook disable': [`${MEMBER} --partner 2`],
  'webhook enable': [`${MEMBER} --partner 2`],
  'webhook remove': [`${MEMBER} --partner 2 --yes`],
  'webhook deliveries': [`${MEMBER} --partner 2 --state dead`],
  'webhook replay': [`${MEMBER} --partner 2`, `${MEMBER} ${MEMBER} --partner 2`],
  'archive export': [
    '--to archive',
    '--to archive --url https://points.example.com --json',
    '--to archive --since 1200',
  ],
  'archive verify': ['--dir archive', '--dir archive --json'],
  witness: [
    '--name witness.harbourbooks.example --log example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx --dir witness',
  ],
  'charity add': ['--name "Coastline Lifeboats"'],
  'charity list': [''],
  'clearing close': ['2026-11', '2026-11 --json'],
  'clearing statement': ['2', '2 2026-11', '2 2026-11 --format pdf --out ENT-2-2026-11.pdf'],
  'clearing paid': ['2 2026-11 --reference BOOK-4711'],
  'clearing charity statement': [
    '019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa',
    '019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa 2026-11 --json',
  ],
  'clearing charity paid': ['019a8f5e-6f3c-7c1a-9d52-9f21c0b7d3aa 2026-11 --reference BOOK-4711'],
  'clearing dispute list': ['', '--json'],
  'clearing dispute resolve': ['2 2026-11 --outcome "Booked in December."'],
  'clearing prices list': ['2', '2 --json'],
  'clearing prices set': ['2 2027-01 --issue 1.05 --redeem 0.8'],
  'clearing packs list': ['2', '2 --json'],
  'clearing packs show': ['2 1', '2 1 --json'],
  'clearing packs order': ['2 --points 100000 --price 95000 --start 2027-01-01'],
  'clearing packs paid': ['2 1 --reference BOOK-4711 --on 2026-12-28'],
  'clearing packs cancel': ['2 1'],
  'clearing packs alert': ['2 10000', '2 off'],
  'clearing currency list': ['2', '2 --json'],
  'clearing currency set': ['2 2027-01 JPY'],
  'clearing rates import': ['rates.json', 'rates.json --json'],
  'clearing rates list': ['', '--currency JPY --json'],
  'clearing payments': [
    'ENT-1-2026-11.json ENT-2-2026-11.json --parties parties.json --register payments.jsonl --message-id ENTENTE-2026-11 --pay-on 2026-12-18 --out payments.xml',
  ],
  'clearing import': [
    'camt053.xml ENT-1-2026-11.json ENT-2-2026-11.json --parties parties.json --register payments.jsonl',
  ],
  'clearing invoice': [
    'ENT-2-2026-11.json --leg issue --parties parties.json --issued-on 2026-12-03 --due-on 2026-12-17 --out invoice.xml',
    'ENT-2-2026-11.json --leg redeem --syntax cii --parties parties.json --issued-on 2026-12-03 --due-on 2026-12-17 --out self-billed.xml',
  ],
  'operator-key list': [''],
  'operator-key issue': ['--label "Marie, prices" --scope operator:read --scope operator:terms --days 30'],
  'operator-key rotate': ['--overlap 3600'],
  'operator-key revoke': ['5d41402abc4b2a76'],
  'proposal list': ['', '--all'],
  'proposal show': [MEMBER],
  'proposal approve': [`${MEMBER} --operator-key-file keys/marie`],
  'proposal reject': [MEMBER],
  'proposal carry-out': [MEMBER],
  'audit-log list': ['', '--operation changeAllowance --from 2027-01-01T00:00:00Z'],
  'audit-log export': ['> log.jsonl'],
  'audit-log verify': ['', '--file log.jsonl --head 3f9c1a7b20d4e5f6'],
  'member pin-reset': [MEMBER],
  'member erase': [`${MEMBER} --points 200`],
  'member freeze': [MEMBER],
  'member unfreeze': [MEMBER],
  messages: ['', '--last 5 --json'],
  'recovery announce': [
    `${MEMBER} --to 0x00000000000000000000000000000000000000aa`,
    `${MEMBER} --to 0x00000000000000000000000000000000000000aa --deadline 1798761600 --signature 0x5f...1b`,
  ],
  'recovery cancel': [MEMBER],
  'recovery complete': [MEMBER],
  'recovery show': [MEMBER],
  powers: [''],
  'powers cancel': ['0x5f3a...9c --yes'],
  pause: ['redeeming --reason "a till sends doubled requests"'],
  resume: ['redeeming --reason "the till is mended"'],
  'admin list': [''],
  'admin schedule': ['retire 3', 'setPrices 3 2027-01 100 90 --from 0x00000000000000000000000000000000000000aa'],
  'admin execute': ['0x5f3a...9c'],
  'admin cancel': ['0x5f3a...9c --yes'],
  replay: ['invoices.csv', 'invoices.csv.gz --key-file keys.json --rate 500 --limit 1000 --json'],
  status: ['', '--url https://points.example.com', '--json'],
}

/** The lines of a command's examples, as they are typed; none for a command that only holds others. */
export function examplesOf(command: Command): string[] {
  const path = pathOf(command)
  return (EXAMPLES[path] ?? []).map((rest) => `entente ${path} ${rest}`.trimEnd())
}

/** What a command is called after `entente`, such as `partner add`. */
export function pathOf(command: Command): string {
  const { parent } = command
  return parent === null ? '' : `${pathOf(parent)} ${command.name()}`.trim()
}

/** Shows them at the end of every command's help. */
export function addExamples(command: Command): void {
  const examples = examplesOf(command)
  if (examples.length > 0) command.addHelpText('after', `\nExamples:\n  ${examples.join('\n  ')}`)
  // Commander gives every group one more way to ask for help.
  if (command.commands.length > 0) command.helpCommand(false)
  command.commands.forEach(addExamples)
}
