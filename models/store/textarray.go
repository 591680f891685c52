package store

import (
	"context"
	"fmt"
	"reflect"

	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm/schema"
)

// GORM's generic way knows no arrays; fields of []string tagged
// `gorm:"serializer:textarray"` are text[] columns.
func init() {
	schema.RegisterSerializer("textarray", arraySerializer[string]{})
	schema.RegisterSerializer("bigintarray", arraySerializer[int64]{})
}

type arraySerializer[T any] struct{}

// Scan reads an array column into the field.
func (arraySerializer[T]) Scan(ctx context.Context, field *schema.Field, dst reflect.Value, value any) error {
	list := []T{}
	if value != nil {
		if err := pgtype.NewMap().SQLScanner(&list).Scan(value); err != nil {
			return fmt.Errorf("read the array %s: %w", field.DBName, err)
		}
	}
	return field.Set(ctx, dst, list)
}

// Value is the field as the driver wants it.
func (arraySerializer[T]) Value(_ context.Context, _ *schema.Field, _ reflect.Value, value any) (any, error) {
	list, _ := value.([]T)
	if list == nil {
		list = []T{}
	}
	return list, nil
}
