import { ledgerContract } from './ledger.contract.ts';
import { MemoryLedger } from './memory-ledger.ts';

ledgerContract('the ledger in memory', () => {
  const ledger = new MemoryLedger();
  return { objects: ledger.objectSide, publications: ledger.publicationSide };
});
