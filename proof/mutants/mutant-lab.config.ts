import shipped from '../../hardhat.config.ts'

// Code that no optimizer has seen is larger than a block chain takes. With a switch for each mutant of `AccountWord` the
// ledger is so large that deploying it takes more gas than a transaction may have (84 kB at 200 gas a byte, of 2^24).
const network = {
  ...shipped.networks?.['default'],
  allowUnlimitedContractSize: true,
  transactionGasCap: false,
  // Estimating gas would run everything twice. No more than it takes: some mutants never end, and all is traced.
  gas: 24_000_000n,
}
const networks = { default: network }

export default { ...shipped, networks }
