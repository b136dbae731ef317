import { deliveriesContract } from './deliveries.contract.ts';
import { ledgerContract } from './ledger.contract.ts';
import { MemoryLedger } from './memory-ledger.ts';

function make() {
  const { objectSide, deliverySide, publicationSide, cleaningSide } = new MemoryLedger();
  return { objects: objectSide, deliveries: deliverySide, publications: publicationSide, cleaning: cleaningSide };
}

ledgerContract('the ledger in memory', make);
deliveriesContract('the ledger in memory', make);
