{{ investment_lines('not investments.is_total') }}
