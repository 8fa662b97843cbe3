type Name =
  | 'cartLife'
  | 'holdTime'
  | 'paymentTime'
  | 'holdGrace'
  | 'stuckTime'
  | 'warehouseTime'
  | 'carrierTime'
  | 'pickupTime'
  | 'pickupGrace'
  | 'clearanceGlance'
  | 'clearanceTime'
  | 'documentTime'
  | 'quoteLife'
  | 'rateLife'
  | 'rateAge';

/** The deadlines of the shop as an owner reads them, by what they are about. */
export const deadlines: { title: string; of: { name: Name; label: string; hint?: string }[] }[] = [
  {
    title: 'Bag and checkout',
    of: [
      { name: 'cartLife', label: 'A bag is kept for' },
      { name: 'holdTime', label: 'Goods are set aside at the checkout for' },
      { name: 'paymentTime', label: 'A shopper may take at her bank' },
      { name: 'holdGrace', label: 'And goods wait after that for' },
      { name: 'stuckTime', label: 'A stuck checkout waits for a person for', hint: 'Then the bag is given back.' }
    ]
  },
  {
    title: 'Warehouse and courier',
    of: [
      { name: 'warehouseTime', label: 'Picking and packing may each take', hint: 'Then a person is asked.' },
      { name: 'carrierTime', label: 'A parcel may be silent for', hint: 'Then a person is asked.' },
      { name: 'pickupTime', label: 'Goods wait in a store for', hint: 'Then the shopper is reminded.' },
      { name: 'pickupGrace', label: 'And after that for', hint: 'Then the order is cancelled.' }
    ]
  },
  {
    title: 'Across a border',
    of: [
      { name: 'clearanceGlance', label: 'The broker is asked every' },
      { name: 'clearanceTime', label: 'Customs may be silent for', hint: 'Then a person is asked.' },
      { name: 'documentTime', label: 'A parcel may wait for papers for', hint: 'Then a person is asked again.' },
      { name: 'quoteLife', label: "A courier's quote holds for" },
      { name: 'rateLife', label: 'Amounts keep their exchange rate for' },
      { name: 'rateAge', label: 'Published rates may be as old as' }
    ]
  }
];
