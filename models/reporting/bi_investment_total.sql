{{ investment_lines('investments.is_total') }}
