#include "protocol/core/credential.h"
#include "protocol/core/text.h"

bool credential_matches(const struct credential *record,
			const struct credential *pattern)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if ((field_info[f].flags & FIELD_IS_ADDRESS) &&
		    pattern->values[f] &&
		    !text_equal(record->values[f], pattern->values[f]))
			return false;
	return true;
}

bool credential_erases(const struct credential *record,
		       const struct credential *pattern)
{
	static const enum field secrets[] = { FIELD_PASSWORD,
					      FIELD_CREDENTIAL };

	for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
		if (pattern->values[secrets[i]] &&
		    !text_equal(record->values[secrets[i]],
				pattern->values[secrets[i]]))
			return false;
	return credential_matches(record, pattern);
}

bool credential_same_address(const struct credential *a,
			     const struct credential *b)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if ((field_info[f].flags & FIELD_IS_ADDRESS) &&
		    !text_equal(a->values[f], b->values[f]))
			return false;
	return true;
}

bool credential_same_secret(const struct credential *a,
			    const struct credential *b)
{
	return text_equal(a->values[FIELD_PASSWORD],
			  b->values[FIELD_PASSWORD]) &&
	       text_equal(a->values[FIELD_AUTHTYPE],
			  b->values[FIELD_AUTHTYPE]) &&
	       text_equal(a->values[FIELD_CREDENTIAL],
			  b->values[FIELD_CREDENTIAL]);
}
