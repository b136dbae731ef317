const group = (prefix: string, names: string): string[] => names.split(/\s+/).map((name) => prefix + name);

/**
 * Columns of a CUR 2.0 export of every column, in file order. Product attributes without a column of their own, tags,
 * discounts and cost categories are maps, which csv holds as JSON text.
 * Source: "CUR 2.0" in the table dictionary of the AWS Data Exports user guide.
 */
export const CUR2_COLUMNS: readonly string[] = [
  ...group('bill_', 'bill_type billing_entity billing_period_end_date billing_period_start_date invoice_id'),
  ...group('bill_', 'invoicing_entity payer_account_id payer_account_name'),
  ...['cost_category', 'discount', 'discount_bundled_discount', 'discount_total_discount'],
  ...['identity_line_item_id', 'identity_time_interval'],
  ...group('line_item_', 'availability_zone blended_cost blended_rate currency_code legal_entity'),
  ...group('line_item_', 'line_item_description line_item_type net_unblended_cost net_unblended_rate'),
  ...group('line_item_', 'normalization_factor normalized_usage_amount operation product_code resource_id tax_type'),
  ...group('line_item_', 'unblended_cost unblended_rate usage_account_id usage_account_name usage_amount'),
  ...group('line_item_', 'usage_end_date usage_start_date usage_type user_identifier'),
  ...group('pricing_', 'currency lease_contract_length offering_class public_on_demand_cost public_on_demand_rate'),
  ...group('pricing_', 'purchase_option rate_code rate_id term unit'),
  'product',
  ...group('product_', 'comment fee_code fee_description from_location from_location_type from_region_code'),
  ...group('product_', 'instance_family instance_type instancesku location location_type operation pricing_unit'),
  ...group('product_', 'product_family region_code servicecode sku to_location to_location_type to_region_code'),
  'product_usagetype',
  ...group('reservation_', 'amortized_upfront_cost_for_usage amortized_upfront_fee_for_billing_period'),
  ...group('reservation_', 'availability_zone effective_cost end_time modification_status'),
  ...group('reservation_', 'net_amortized_upfront_cost_for_usage net_amortized_upfront_fee_for_billing_period'),
  ...group('reservation_', 'net_effective_cost net_recurring_fee_for_usage'),
  ...group('reservation_', 'net_unused_amortized_upfront_fee_for_billing_period net_unused_recurring_fee'),
  ...group('reservation_', 'net_upfront_value normalized_units_per_reservation number_of_reservations'),
  ...group('reservation_', 'recurring_fee_for_usage reservation_a_r_n start_time subscription_id'),
  ...group('reservation_', 'total_reserved_normalized_units total_reserved_units units_per_reservation'),
  ...group('reservation_', 'unused_amortized_upfront_fee_for_billing_period unused_normalized_unit_quantity'),
  ...group('reservation_', 'unused_quantity unused_recurring_fee upfront_value'),
  'resource_tags',
  ...group('savings_plan_', 'amortized_upfront_commitment_for_billing_period end_time instance_type_family'),
  ...group('savings_plan_', 'net_amortized_upfront_commitment_for_billing_period'),
  ...group('savings_plan_', 'net_recurring_commitment_for_billing_period net_savings_plan_effective_cost'),
  ...group('savings_plan_', 'offering_type payment_option purchase_term recurring_commitment_for_billing_period'),
  ...group('savings_plan_', 'region savings_plan_a_r_n savings_plan_effective_cost savings_plan_rate start_time'),
  ...group('savings_plan_', 'total_commitment_to_date used_commitment'),
  ...group('split_line_item_', 'actual_usage net_split_cost net_unused_cost parent_resource_id'),
  ...group('split_line_item_', 'public_on_demand_split_cost public_on_demand_unused_cost reserved_usage split_cost'),
  ...group('split_line_item_', 'split_usage split_usage_ratio unused_cost'),
  'tags',
];

const DOUBLE =
  /_(cost|discount|factor|amount|fee|commitment|value|quantity|usage|ratio|period|commitment_to_date|plan_rate)$/;

/** Type of a column as an export's manifest names it; maps are strings in csv. */
export const cur2Type = (column: string): string => {
  if (DOUBLE.test(column)) return 'double';
  return column.endsWith('_date') ? 'timestamp' : 'string';
};
