// Made by `npm run cloud:types` from the migrations.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
  public: {
    Tables: {
      accounts: {
        Row: {
          anchor: string;
          created_at: string;
          debt: number;
          frozen_reason: string | null;
          held: number;
          id: string;
          pack_available: number;
          plan: string;
          plan_available: number;
          plan_period_end: string | null;
          plan_period_start: string | null;
          stripe_customer_id: string | null;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          anchor?: string;
          created_at?: string;
          debt?: number;
          frozen_reason?: string | null;
          held?: number;
          id?: string;
          pack_available?: number;
          plan?: string;
          plan_available?: number;
          plan_period_end?: string | null;
          plan_period_start?: string | null;
          stripe_customer_id?: string | null;
          user_id?: string | null;
        };
        Update: {
          anchor?: string;
          created_at?: string;
          debt?: number;
          frozen_reason?: string | null;
          held?: number;
          id?: string;
          pack_available?: number;
          plan?: string;
          plan_available?: number;
          plan_period_end?: string | null;
          plan_period_start?: string | null;
          stripe_customer_id?: string | null;
          user_id?: string | null;
        };
        Relationships: [];
      };
      blocks: {
        Row: {
          blocked_id: string;
          created_at: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          blocked_id: string;
          created_at?: string;
          user_id: string;
        };
        Update: {
          blocked_id?: string;
          created_at?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      consents: {
        Row: {
          at: string;
          granted: boolean;
          id: number;
          kind: string;
          source: string;
          user_id: string;
          version: string | null;
        };
        ComputedFields: never;
        Insert: {
          at?: string;
          granted: boolean;
          id?: never;
          kind: string;
          source: string;
          user_id: string;
          version?: string | null;
        };
        Update: {
          at?: string;
          granted?: boolean;
          id?: never;
          kind?: string;
          source?: string;
          user_id?: string;
          version?: string | null;
        };
        Relationships: [];
      };
      credit_holds: {
        Row: {
          account_id: string;
          captured: number;
          created_at: string;
          expires_at: string;
          id: string;
          idempotency_key: string;
          pack_amount: number;
          plan_amount: number;
          settled_at: string | null;
          status: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          captured?: number;
          created_at?: string;
          expires_at: string;
          id?: string;
          idempotency_key: string;
          pack_amount: number;
          plan_amount: number;
          settled_at?: string | null;
          status?: string;
        };
        Update: {
          account_id?: string;
          captured?: number;
          created_at?: string;
          expires_at?: string;
          id?: string;
          idempotency_key?: string;
          pack_amount?: number;
          plan_amount?: number;
          settled_at?: string | null;
          status?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'credit_holds_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      credit_ledger: {
        Row: {
          account_id: string;
          amount: number;
          at: string;
          balance_after: number;
          bucket: string;
          id: number;
          idempotency_key: string;
          kind: string;
          ref: string | null;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          amount: number;
          at?: string;
          balance_after: number;
          bucket: string;
          id?: never;
          idempotency_key: string;
          kind: string;
          ref?: string | null;
        };
        Update: {
          account_id?: string;
          amount?: number;
          at?: string;
          balance_after?: number;
          bucket?: string;
          id?: never;
          idempotency_key?: string;
          kind?: string;
          ref?: string | null;
        };
        Relationships: [
          {
            foreignKeyName: 'credit_ledger_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      hides: {
        Row: {
          created_at: string;
          post_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          post_id: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          post_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'hides_post_id_fkey';
            columns: ['post_id'];
            isOneToOne: false;
            referencedRelation: 'posts';
            referencedColumns: ['id'];
          },
        ];
      };
      jobs: {
        Row: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          attempt?: number;
          cancel_requested_at?: string | null;
          charged?: number;
          created_at?: string;
          deadline_at: string;
          error_code?: string | null;
          error_detail?: string | null;
          finished_at?: string | null;
          hold_id?: string | null;
          id: string;
          inputs?: NonNullable<Json>;
          lease_id?: string | null;
          lease_until?: string | null;
          model_id: string;
          outputs?: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress?: number | null;
          provider_id?: string | null;
          requested: number;
          started_at?: string | null;
          status?: string;
          submitting_at?: string | null;
          user_id: string;
        };
        Update: {
          account_id?: string;
          attempt?: number;
          cancel_requested_at?: string | null;
          charged?: number;
          created_at?: string;
          deadline_at?: string;
          error_code?: string | null;
          error_detail?: string | null;
          finished_at?: string | null;
          hold_id?: string | null;
          id?: string;
          inputs?: NonNullable<Json>;
          lease_id?: string | null;
          lease_until?: string | null;
          model_id?: string;
          outputs?: NonNullable<Json>;
          params?: NonNullable<Json>;
          price?: number;
          price_version?: number;
          progress?: number | null;
          provider_id?: string | null;
          requested?: number;
          started_at?: string | null;
          status?: string;
          submitting_at?: string | null;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'jobs_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'jobs_hold_id_fkey';
            columns: ['hold_id'];
            isOneToOne: true;
            referencedRelation: 'credit_holds';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'jobs_model_id_fkey';
            columns: ['model_id'];
            isOneToOne: false;
            referencedRelation: 'models';
            referencedColumns: ['id'];
          },
          {
            foreignKeyName: 'jobs_price_version_fkey';
            columns: ['price_version'];
            isOneToOne: false;
            referencedRelation: 'model_prices';
            referencedColumns: ['id'];
          },
        ];
      };
      likes: {
        Row: {
          created_at: string;
          post_id: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          post_id: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          post_id?: string;
          user_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'likes_post_id_fkey';
            columns: ['post_id'];
            isOneToOne: false;
            referencedRelation: 'posts';
            referencedColumns: ['id'];
          },
        ];
      };
      media: {
        Row: {
          created_at: string;
          mime: string;
          path: string;
          reserved_until: string | null;
          sha256: string;
          size_bytes: number;
          state: string;
          user_id: string;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          mime: string;
          path: string;
          reserved_until?: string | null;
          sha256: string;
          size_bytes: number;
          state: string;
          user_id: string;
        };
        Update: {
          created_at?: string;
          mime?: string;
          path?: string;
          reserved_until?: string | null;
          sha256?: string;
          size_bytes?: number;
          state?: string;
          user_id?: string;
        };
        Relationships: [];
      };
      model_prices: {
        Row: {
          credits: number;
          id: number;
          model_id: string;
          rules: NonNullable<Json>;
          unit: string;
          valid_from: string;
        };
        ComputedFields: never;
        Insert: {
          credits: number;
          id?: never;
          model_id: string;
          rules?: NonNullable<Json>;
          unit: string;
          valid_from?: string;
        };
        Update: {
          credits?: number;
          id?: never;
          model_id?: string;
          rules?: NonNullable<Json>;
          unit?: string;
          valid_from?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'model_prices_model_id_fkey';
            columns: ['model_id'];
            isOneToOne: false;
            referencedRelation: 'models';
            referencedColumns: ['id'];
          },
        ];
      };
      models: {
        Row: {
          ai: boolean;
          deadline_seconds: number;
          enabled: boolean;
          id: string;
          max_count: number;
          media: string;
          name: string;
          parameters: NonNullable<Json>;
          provider: string;
          retires_on: string | null;
          slug: string;
          successor: string | null;
          summary: string;
          typical_seconds: number;
        };
        ComputedFields: never;
        Insert: {
          ai?: boolean;
          deadline_seconds?: number;
          enabled?: boolean;
          id: string;
          max_count?: number;
          media: string;
          name: string;
          parameters: NonNullable<Json>;
          provider: string;
          retires_on?: string | null;
          slug: string;
          successor?: string | null;
          summary: string;
          typical_seconds: number;
        };
        Update: {
          ai?: boolean;
          deadline_seconds?: number;
          enabled?: boolean;
          id?: string;
          max_count?: number;
          media?: string;
          name?: string;
          parameters?: NonNullable<Json>;
          provider?: string;
          retires_on?: string | null;
          slug?: string;
          successor?: string | null;
          summary?: string;
          typical_seconds?: number;
        };
        Relationships: [];
      };
      plans: {
        Row: {
          grace: string;
          id: string;
          max_concurrent_jobs: number;
          monthly_credits: number;
          name: string;
          rank: number;
          storage_bytes: number;
          valid_from: string;
        };
        ComputedFields: never;
        Insert: {
          grace?: string;
          id: string;
          max_concurrent_jobs: number;
          monthly_credits: number;
          name: string;
          rank: number;
          storage_bytes: number;
          valid_from?: string;
        };
        Update: {
          grace?: string;
          id?: string;
          max_concurrent_jobs?: number;
          monthly_credits?: number;
          name?: string;
          rank?: number;
          storage_bytes?: number;
          valid_from?: string;
        };
        Relationships: [];
      };
      policy_versions: {
        Row: {
          effective_at: string;
          mailed_at: string | null;
          published_at: string;
          summary: string;
          version: string;
        };
        ComputedFields: never;
        Insert: {
          effective_at: string;
          mailed_at?: string | null;
          published_at?: string;
          summary: string;
          version: string;
        };
        Update: {
          effective_at?: string;
          mailed_at?: string | null;
          published_at?: string;
          summary?: string;
          version?: string;
        };
        Relationships: [];
      };
      posts: {
        Row: {
          appeal: string | null;
          created_at: string;
          creation_id: string;
          details: NonNullable<Json>;
          duration_ms: number | null;
          height: number;
          hot: number;
          id: string;
          kind: string;
          like_count: number;
          media_path: string;
          moderation: NonNullable<Json>;
          prompt: string;
          published_at: string | null;
          recent: number;
          search: unknown;
          sensitive: boolean;
          show_prompt: boolean;
          status: string;
          status_reason: string | null;
          tags: string[];
          thumb_path: string;
          title: string;
          user_id: string;
          width: number;
        };
        ComputedFields: never;
        Insert: {
          appeal?: string | null;
          created_at?: string;
          creation_id: string;
          details?: NonNullable<Json>;
          duration_ms?: number | null;
          height: number;
          hot?: number;
          id: string;
          kind: string;
          like_count?: number;
          media_path: string;
          moderation?: NonNullable<Json>;
          prompt?: string;
          published_at?: string | null;
          recent?: number;
          search?: unknown;
          sensitive?: boolean;
          show_prompt?: boolean;
          status?: string;
          status_reason?: string | null;
          tags?: string[];
          thumb_path: string;
          title?: string;
          user_id: string;
          width: number;
        };
        Update: {
          appeal?: string | null;
          created_at?: string;
          creation_id?: string;
          details?: NonNullable<Json>;
          duration_ms?: number | null;
          height?: number;
          hot?: number;
          id?: string;
          kind?: string;
          like_count?: number;
          media_path?: string;
          moderation?: NonNullable<Json>;
          prompt?: string;
          published_at?: string | null;
          recent?: number;
          search?: unknown;
          sensitive?: boolean;
          show_prompt?: boolean;
          status?: string;
          status_reason?: string | null;
          tags?: string[];
          thumb_path?: string;
          title?: string;
          user_id?: string;
          width?: number;
        };
        Relationships: [];
      };
      profiles: {
        Row: {
          avatar_path: string | null;
          bio: string | null;
          created_at: string;
          display_name: string | null;
          handle: string | null;
          id: string;
          post_count: number;
        };
        ComputedFields: never;
        Insert: {
          avatar_path?: string | null;
          bio?: string | null;
          created_at?: string;
          display_name?: string | null;
          handle?: string | null;
          id: string;
          post_count?: number;
        };
        Update: {
          avatar_path?: string | null;
          bio?: string | null;
          created_at?: string;
          display_name?: string | null;
          handle?: string | null;
          id?: string;
          post_count?: number;
        };
        Relationships: [];
      };
      reports: {
        Row: {
          closed_at: string | null;
          created_at: string;
          details: string | null;
          id: string;
          person_id: string | null;
          post_id: string | null;
          reason: string;
          reporter_id: string | null;
          status: string;
        };
        ComputedFields: never;
        Insert: {
          closed_at?: string | null;
          created_at?: string;
          details?: string | null;
          id?: string;
          person_id?: string | null;
          post_id?: string | null;
          reason: string;
          reporter_id?: string | null;
          status?: string;
        };
        Update: {
          closed_at?: string | null;
          created_at?: string;
          details?: string | null;
          id?: string;
          person_id?: string | null;
          post_id?: string | null;
          reason?: string;
          reporter_id?: string | null;
          status?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'reports_post_id_fkey';
            columns: ['post_id'];
            isOneToOne: false;
            referencedRelation: 'posts';
            referencedColumns: ['id'];
          },
        ];
      };
      shares: {
        Row: {
          created_at: string;
          creation_id: string;
          duration_ms: number | null;
          expires_at: string | null;
          height: number;
          id: string;
          preview_path: string | null;
          prompt: string | null;
          revoked_at: string | null;
          sha256: string;
          title: string;
          token_hash: string;
          user_id: string;
          views: number;
          width: number;
        };
        ComputedFields: never;
        Insert: {
          created_at?: string;
          creation_id: string;
          duration_ms?: number | null;
          expires_at?: string | null;
          height: number;
          id: string;
          preview_path?: string | null;
          prompt?: string | null;
          revoked_at?: string | null;
          sha256: string;
          title?: string;
          token_hash: string;
          user_id: string;
          views?: number;
          width: number;
        };
        Update: {
          created_at?: string;
          creation_id?: string;
          duration_ms?: number | null;
          expires_at?: string | null;
          height?: number;
          id?: string;
          preview_path?: string | null;
          prompt?: string | null;
          revoked_at?: string | null;
          sha256?: string;
          title?: string;
          token_hash?: string;
          user_id?: string;
          views?: number;
          width?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'shares_user_id_sha256_fkey';
            columns: ['user_id', 'sha256'];
            isOneToOne: false;
            referencedRelation: 'media';
            referencedColumns: ['user_id', 'sha256'];
          },
        ];
      };
      statements: {
        Row: {
          account_id: string;
          bought: number;
          closing: number;
          corrected: number;
          created_at: string;
          expired: number;
          granted: number;
          month: string;
          opening: number;
          spent: number;
        };
        ComputedFields: never;
        Insert: {
          account_id: string;
          bought: number;
          closing: number;
          corrected: number;
          created_at: string;
          expired: number;
          granted: number;
          month: string;
          opening: number;
          spent: number;
        };
        Update: {
          account_id?: string;
          bought?: number;
          closing?: number;
          corrected?: number;
          created_at?: string;
          expired?: number;
          granted?: number;
          month?: string;
          opening?: number;
          spent?: number;
        };
        Relationships: [
          {
            foreignKeyName: 'statements_account_id_fkey';
            columns: ['account_id'];
            isOneToOne: false;
            referencedRelation: 'accounts';
            referencedColumns: ['id'];
          },
        ];
      };
      support_messages: {
        Row: {
          address: string | null;
          attachment_paths: string[];
          category: string;
          created_at: string;
          diagnostics: Json | null;
          id: string;
          message: string;
          status: string;
          user_id: string | null;
        };
        ComputedFields: never;
        Insert: {
          address?: string | null;
          attachment_paths?: string[];
          category: string;
          created_at?: string;
          diagnostics?: Json | null;
          id: string;
          message: string;
          status?: string;
          user_id?: string | null;
        };
        Update: {
          address?: string | null;
          attachment_paths?: string[];
          category?: string;
          created_at?: string;
          diagnostics?: Json | null;
          id?: string;
          message?: string;
          status?: string;
          user_id?: string | null;
        };
        Relationships: [];
      };
      support_replies: {
        Row: {
          body: string;
          created_at: string;
          id: number;
          message_id: string;
        };
        ComputedFields: never;
        Insert: {
          body: string;
          created_at?: string;
          id?: never;
          message_id: string;
        };
        Update: {
          body?: string;
          created_at?: string;
          id?: never;
          message_id?: string;
        };
        Relationships: [
          {
            foreignKeyName: 'support_replies_message_id_fkey';
            columns: ['message_id'];
            isOneToOne: false;
            referencedRelation: 'support_messages';
            referencedColumns: ['id'];
          },
        ];
      };
      usage_event_kinds: {
        Row: {
          event: string;
          fields: NonNullable<Json>;
          why: string;
        };
        ComputedFields: never;
        Insert: {
          event: string;
          fields: NonNullable<Json>;
          why: string;
        };
        Update: {
          event?: string;
          fields?: NonNullable<Json>;
          why?: string;
        };
        Relationships: [];
      };
      user_private: {
        Row: {
          age_attested_at: string | null;
          analytics_opt_in: boolean;
          id: string;
          marketing_opt_in: boolean;
          processing_restricted: boolean;
          role: string;
          suspended_at: string | null;
          suspended_reason: string | null;
          terms_accepted_at: string | null;
          terms_version: string | null;
          training_opt_in: boolean;
          unsubscribe_token: string;
        };
        ComputedFields: never;
        Insert: {
          age_attested_at?: string | null;
          analytics_opt_in?: boolean;
          id: string;
          marketing_opt_in?: boolean;
          processing_restricted?: boolean;
          role?: string;
          suspended_at?: string | null;
          suspended_reason?: string | null;
          terms_accepted_at?: string | null;
          terms_version?: string | null;
          training_opt_in?: boolean;
          unsubscribe_token?: string;
        };
        Update: {
          age_attested_at?: string | null;
          analytics_opt_in?: boolean;
          id?: string;
          marketing_opt_in?: boolean;
          processing_restricted?: boolean;
          role?: string;
          suspended_at?: string | null;
          suspended_reason?: string | null;
          terms_accepted_at?: string | null;
          terms_version?: string | null;
          training_opt_in?: boolean;
          unsubscribe_token?: string;
        };
        Relationships: [];
      };
    };
    Views: {
      [_ in never]: never;
    };
    Functions: {
      accept_terms: { Args: { p_age_confirmed: boolean; p_version: string }; Returns: undefined };
      appeal_post: { Args: { p_post: string; p_text: string }; Returns: undefined };
      author_page: { Args: { p_handle: string }; Returns: Json };
      cancel_deletion: { Args: Record<PropertyKey, never>; Returns: boolean };
      discover_feed: {
        Args: {
          p_after?: string;
          p_author?: string;
          p_kind?: string;
          p_limit?: number;
          p_period?: string;
          p_sensitive?: boolean;
          p_sort?: string;
          p_tag?: string;
        };
        Returns: Database['public']['CompositeTypes']['feed_row'][];
        SetofOptions: {
          from: '*';
          to: 'feed_row';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      ledger_page: {
        Args: { p_after?: number; p_kinds?: string[]; p_limit?: number };
        Returns: {
          account_id: string;
          amount: number;
          at: string;
          balance_after: number;
          bucket: string;
          id: number;
          idempotency_key: string;
          kind: string;
          ref: string | null;
        }[];
        SetofOptions: {
          from: '*';
          to: 'credit_ledger';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      log_usage: { Args: { p_events: Json }; Returns: number };
      media_confirm: { Args: { p_sha256: string[] }; Returns: number };
      media_release: { Args: { p_sha256: string[] }; Returns: number };
      media_reserve: {
        Args: { p_items: Json };
        Returns: {
          path: string;
          sha256: string;
          state: string;
        }[];
      };
      my_account: { Args: Record<PropertyKey, never>; Returns: Json };
      my_exports: { Args: Record<PropertyKey, never>; Returns: Json[] };
      my_sessions: {
        Args: Record<PropertyKey, never>;
        Returns: {
          created_at: string;
          current: boolean;
          id: string;
          last_used_at: string;
          network: string;
          user_agent: string;
        }[];
      };
      my_usage: {
        Args: { p_before?: string; p_limit?: number };
        Returns: {
          at: string;
          event: string;
          fields: Json;
        }[];
      };
      payments_page: {
        Args: { p_after?: number; p_limit?: number };
        Returns: {
          amount: number;
          credits: number;
          currency: string;
          disputed: boolean;
          id: number;
          kind: string;
          paid_at: string;
          refunded: number;
        }[];
      };
      post_details: { Args: { p_post: string }; Returns: Json };
      quote: { Args: { p_model: string; p_params: Json }; Returns: Json };
      report_person: { Args: { p_details?: string; p_person: string; p_reason: string }; Returns: undefined };
      report_post: { Args: { p_details?: string; p_post: string; p_reason: string }; Returns: undefined };
      request_deletion: { Args: Record<PropertyKey, never>; Returns: Json };
      request_export: { Args: Record<PropertyKey, never>; Returns: Json };
      revoke_session: { Args: { p_session: string }; Returns: boolean };
      revoke_share: { Args: { p_share: string }; Returns: boolean };
      search_posts: {
        Args: { p_after?: string; p_kind?: string; p_limit?: number; p_query: string; p_sensitive?: boolean };
        Returns: Database['public']['CompositeTypes']['feed_row'][];
        SetofOptions: {
          from: '*';
          to: 'feed_row';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      set_block: { Args: { p_on: boolean; p_person: string }; Returns: undefined };
      set_consent: { Args: { p_granted: boolean; p_kind: string }; Returns: undefined };
      set_hidden: { Args: { p_on: boolean; p_post: string }; Returns: undefined };
      svc_age_posts: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_checkout_begin: { Args: { p_lookup: string; p_user: string }; Returns: Json };
      svc_credit_capture: {
        Args: { p_amount: number; p_hold: string; p_now?: string; p_ref?: string };
        Returns: {
          account_id: string;
          captured: number;
          created_at: string;
          expires_at: string;
          id: string;
          idempotency_key: string;
          pack_amount: number;
          plan_amount: number;
          settled_at: string | null;
          status: string;
        };
        SetofOptions: {
          from: '*';
          to: 'credit_holds';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_credit_clawback: {
        Args: { p_account: string; p_amount: number; p_key: string; p_now?: string; p_ref?: string };
        Returns: boolean;
      };
      svc_credit_grant: {
        Args: {
          p_account: string;
          p_amount: number;
          p_bucket: string;
          p_key: string;
          p_kind: string;
          p_now?: string;
          p_ref?: string;
        };
        Returns: boolean;
      };
      svc_credit_hold: {
        Args: { p_account: string; p_amount: number; p_key: string; p_now?: string; p_ttl?: string };
        Returns: {
          account_id: string;
          captured: number;
          created_at: string;
          expires_at: string;
          id: string;
          idempotency_key: string;
          pack_amount: number;
          plan_amount: number;
          settled_at: string | null;
          status: string;
        };
        SetofOptions: {
          from: '*';
          to: 'credit_holds';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_credit_release: {
        Args: { p_hold: string; p_now?: string };
        Returns: {
          account_id: string;
          captured: number;
          created_at: string;
          expires_at: string;
          id: string;
          idempotency_key: string;
          pack_amount: number;
          plan_amount: number;
          settled_at: string | null;
          status: string;
        };
        SetofOptions: {
          from: '*';
          to: 'credit_holds';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_erasure_certify: { Args: { p_id: string; p_now?: string }; Returns: Json };
      svc_erasure_claim: { Args: { p_lease?: string; p_now?: string }; Returns: Json };
      svc_erasure_rows: { Args: { p_id: string; p_now?: string }; Returns: Json };
      svc_erasure_step: {
        Args: { p_detail: Json; p_id: string; p_lease?: string; p_now?: string; p_step: string };
        Returns: Json;
      };
      svc_expire_holds: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_export_claim: {
        Args: { p_lease?: string; p_now?: string };
        Returns: {
          id: string;
          user_id: string;
        }[];
      };
      svc_export_done: { Args: { p_export: string; p_now?: string; p_paths: string[] }; Returns: undefined };
      svc_export_failed: { Args: { p_error: string; p_export: string; p_now?: string }; Returns: undefined };
      svc_export_page: {
        Args: { p_after?: string; p_export: string; p_limit?: number; p_section: string };
        Returns: Json;
      };
      svc_export_sections: {
        Args: Record<PropertyKey, never>;
        Returns: {
          section: string;
          why: string;
        }[];
      };
      svc_files_due: {
        Args: { p_lease?: string; p_limit?: number; p_now?: string };
        Returns: {
          bucket: string;
          path: string;
        }[];
      };
      svc_files_removed: { Args: { p_bucket: string; p_paths: string[] }; Returns: number };
      svc_job_cancel: {
        Args: { p_id: string; p_now?: string; p_user: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_claim: {
        Args: { p_lease?: string; p_limit?: number; p_now?: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        }[];
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      svc_job_create: {
        Args: {
          p_id: string;
          p_inputs: Json;
          p_model: string;
          p_now?: string;
          p_params: Json;
          p_price: number;
          p_user: string;
        };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_defer: {
        Args: { p_after?: string; p_id: string; p_lease_id: string; p_now?: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_fail: {
        Args: { p_detail?: string; p_error_code: string; p_id: string; p_now?: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_finish: {
        Args: { p_id: string; p_now?: string; p_outputs: Json };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_heard: {
        Args: { p_id: string; p_progress?: number; p_provider_id: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_progress: {
        Args: { p_id: string; p_lease?: string; p_lease_id: string; p_now?: string; p_progress?: number };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_submitted: {
        Args: { p_id: string; p_lease?: string; p_lease_id: string; p_now?: string; p_provider_id: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_job_submitting: {
        Args: { p_id: string; p_lease_id: string; p_now?: string };
        Returns: {
          account_id: string;
          attempt: number;
          cancel_requested_at: string | null;
          charged: number;
          created_at: string;
          deadline_at: string;
          error_code: string | null;
          error_detail: string | null;
          finished_at: string | null;
          hold_id: string | null;
          id: string;
          inputs: NonNullable<Json>;
          lease_id: string | null;
          lease_until: string | null;
          model_id: string;
          outputs: NonNullable<Json>;
          params: NonNullable<Json>;
          price: number;
          price_version: number;
          progress: number | null;
          provider_id: string | null;
          requested: number;
          started_at: string | null;
          status: string;
          submitting_at: string | null;
          user_id: string;
        };
        SetofOptions: {
          from: '*';
          to: 'jobs';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_ledger_audit: {
        Args: Record<PropertyKey, never>;
        Returns: unknown[];
        SetofOptions: {
          from: '*';
          to: 'ledger_audit';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      svc_mail_claim: {
        Args: { p_lease?: string; p_limit?: number; p_now?: string };
        Returns: {
          address: string;
          category: string;
          display_name: string;
          id: string;
          params: Json;
          template: string;
          unsubscribe_token: string;
        }[];
      };
      svc_mail_enqueue: {
        Args: {
          p_address?: string;
          p_category: string;
          p_dedupe_key: string;
          p_now?: string;
          p_params?: Json;
          p_template: string;
          p_user: string;
        };
        Returns: undefined;
      };
      svc_mail_failed: {
        Args: { p_error: string; p_final?: boolean; p_id: string; p_now?: string };
        Returns: undefined;
      };
      svc_mail_sent: { Args: { p_id: string; p_now?: string }; Returns: undefined };
      svc_moderation_act: {
        Args: { p_action: string; p_moderator: string; p_note?: string; p_now?: string; p_post: string };
        Returns: {
          appeal: string | null;
          created_at: string;
          creation_id: string;
          details: NonNullable<Json>;
          duration_ms: number | null;
          height: number;
          hot: number;
          id: string;
          kind: string;
          like_count: number;
          media_path: string;
          moderation: NonNullable<Json>;
          prompt: string;
          published_at: string | null;
          recent: number;
          search: unknown;
          sensitive: boolean;
          show_prompt: boolean;
          status: string;
          status_reason: string | null;
          tags: string[];
          thumb_path: string;
          title: string;
          user_id: string;
          width: number;
        };
        SetofOptions: {
          from: '*';
          to: 'posts';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_moderation_people: {
        Args: { p_limit?: number; p_moderator: string };
        Returns: {
          person: Database['public']['Tables']['profiles']['Row'];
          reports: Json;
        }[];
      };
      svc_moderation_queue: {
        Args: { p_after?: string; p_limit?: number; p_moderator: string };
        Returns: {
          author: Database['public']['Tables']['profiles']['Row'];
          post: Database['public']['Tables']['posts']['Row'];
          reports: Json;
        }[];
      };
      svc_moderation_suspend: {
        Args: { p_moderator: string; p_now?: string; p_on: boolean; p_person: string; p_reason?: string };
        Returns: undefined;
      };
      svc_moderation_underage: {
        Args: { p_moderator: string; p_now?: string; p_person: string };
        Returns: undefined;
      };
      svc_policy_publish: {
        Args: { p_effective_at: string; p_now?: string; p_summary: string; p_version: string };
        Returns: number;
      };
      svc_post_edit: {
        Args: {
          p_id: string;
          p_sensitive?: boolean;
          p_show_prompt?: boolean;
          p_tags?: Json;
          p_title?: string;
          p_user: string;
        };
        Returns: {
          appeal: string | null;
          created_at: string;
          creation_id: string;
          details: NonNullable<Json>;
          duration_ms: number | null;
          height: number;
          hot: number;
          id: string;
          kind: string;
          like_count: number;
          media_path: string;
          moderation: NonNullable<Json>;
          prompt: string;
          published_at: string | null;
          recent: number;
          search: unknown;
          sensitive: boolean;
          show_prompt: boolean;
          status: string;
          status_reason: string | null;
          tags: string[];
          thumb_path: string;
          title: string;
          user_id: string;
          width: number;
        };
        SetofOptions: {
          from: '*';
          to: 'posts';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_provider_cost: {
        Args: {
          p_delivered: boolean;
          p_job: string;
          p_micro_usd: number;
          p_now?: string;
          p_provider: string;
        };
        Returns: undefined;
      };
      svc_publish_begin: {
        Args: { p_id: string; p_now?: string; p_post: Json; p_user: string };
        Returns: Json;
      };
      svc_publish_finish: {
        Args: { p_id: string; p_moderation?: Json; p_now?: string; p_verdict: string };
        Returns: {
          appeal: string | null;
          created_at: string;
          creation_id: string;
          details: NonNullable<Json>;
          duration_ms: number | null;
          height: number;
          hot: number;
          id: string;
          kind: string;
          like_count: number;
          media_path: string;
          moderation: NonNullable<Json>;
          prompt: string;
          published_at: string | null;
          recent: number;
          search: unknown;
          sensitive: boolean;
          show_prompt: boolean;
          status: string;
          status_reason: string | null;
          tags: string[];
          thumb_path: string;
          title: string;
          user_id: string;
          width: number;
        };
        SetofOptions: {
          from: '*';
          to: 'posts';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_rate_limit: {
        Args: { p_key: string; p_max: number; p_now?: string; p_window_seconds: number };
        Returns: Json;
      };
      svc_reconcile: { Args: { p_now?: string }; Returns: number };
      svc_retention_run: { Args: { p_now?: string }; Returns: Json };
      svc_share_create: {
        Args: { p_id: string; p_now?: string; p_share: Json; p_token_hash: string; p_user: string };
        Returns: {
          created_at: string;
          creation_id: string;
          duration_ms: number | null;
          expires_at: string | null;
          height: number;
          id: string;
          preview_path: string | null;
          prompt: string | null;
          revoked_at: string | null;
          sha256: string;
          title: string;
          token_hash: string;
          user_id: string;
          views: number;
          width: number;
        };
        SetofOptions: {
          from: '*';
          to: 'shares';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_share_resolve: { Args: { p_now?: string; p_token_hash: string }; Returns: Json };
      svc_statements_run: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_stripe_apply: {
        Args: { p_actions: Json; p_created: string; p_event: string; p_now?: string; p_type: string };
        Returns: string;
      };
      svc_stripe_cursor: { Args: { p_list: string; p_now?: string }; Returns: Json };
      svc_stripe_cursor_set: {
        Args: { p_after: string; p_list: string; p_overlap?: string };
        Returns: undefined;
      };
      svc_stripe_link: { Args: { p_customer: string; p_user: string }; Returns: string };
      svc_stripe_payments: {
        Args: { p_after?: number; p_limit?: number };
        Returns: {
          amount: number;
          id: number;
          source_id: string;
        }[];
      };
      svc_stripe_price_set: { Args: { p_lookup: string; p_price_id: string }; Returns: undefined };
      svc_stripe_prices: {
        Args: Record<PropertyKey, never>;
        Returns: unknown[];
        SetofOptions: {
          from: '*';
          to: 'stripe_prices';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      svc_stripe_reconcile: { Args: { p_list: string; p_now?: string; p_objects: Json }; Returns: string[] };
      svc_stripe_unknown: { Args: { p_now?: string; p_payment: number; p_why: string }; Returns: undefined };
      svc_support_create: {
        Args: {
          p_address: string;
          p_attachment_paths?: string[];
          p_category: string;
          p_diagnostics?: Json;
          p_id: string;
          p_message: string;
          p_now?: string;
          p_team_address?: string;
          p_user: string;
        };
        Returns: {
          address: string | null;
          attachment_paths: string[];
          category: string;
          created_at: string;
          diagnostics: Json | null;
          id: string;
          message: string;
          status: string;
          user_id: string | null;
        };
        SetofOptions: {
          from: '*';
          to: 'support_messages';
          isOneToOne: true;
          isSetofReturn: false;
        };
      };
      svc_support_reply: {
        Args: { p_body: string; p_message: string; p_moderator: string; p_now?: string };
        Returns: undefined;
      };
      svc_sweep_exports: { Args: { p_now?: string }; Returns: number };
      svc_sweep_jobs: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_sweep_posts: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_sweep_reservations: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_sweep_shares: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_sweep_tombstones: { Args: { p_now?: string }; Returns: number };
      svc_sync_plan: { Args: { p_account: string; p_now?: string }; Returns: string };
      svc_sync_plans_due: { Args: { p_limit?: number; p_now?: string }; Returns: number };
      svc_training_page: {
        Args: { p_after?: string; p_limit?: number };
        Returns: unknown[];
        SetofOptions: {
          from: '*';
          to: 'training_examples';
          isOneToOne: false;
          isSetofReturn: true;
        };
      };
      svc_unpublish: { Args: { p_id: string; p_now?: string; p_user: string }; Returns: boolean };
      svc_unsubscribe: { Args: { p_token: string }; Returns: undefined };
      svc_usage_partitions: { Args: { p_now?: string }; Returns: string[] };
      svc_webhook_first: {
        Args: { p_created: string; p_event: string; p_now?: string; p_provider: string; p_type: string };
        Returns: boolean;
      };
      sync_pull: { Args: { p_limit?: number; p_since?: number }; Returns: Json };
      sync_push: { Args: { p_items: Json }; Returns: Json };
      toggle_like: { Args: { p_on: boolean; p_post: string }; Returns: Json };
    };
    Enums: {
      [_ in never]: never;
    };
    CompositeTypes: {
      feed_row: {
        id: string | null;
        kind: string | null;
        title: string | null;
        media_path: string | null;
        thumb_path: string | null;
        width: number | null;
        height: number | null;
        duration_ms: number | null;
        sensitive: boolean | null;
        like_count: number | null;
        published_at: string | null;
        author_id: string | null;
        handle: string | null;
        display_name: string | null;
        avatar_path: string | null;
        liked: boolean | null;
        cursor: string | null;
      };
    };
  };
};

type DatabaseWithoutInternals = Omit<Database, '__InternalSupabase'>;

type DefaultSchema = DatabaseWithoutInternals[Extract<keyof Database, 'public'>];

export type Tables<
  DefaultSchemaTableNameOrOptions extends
    | keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
        DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? (DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'] &
      DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Views'])[TableName] extends {
      Row: infer R;
    }
    ? R
    : never
  : DefaultSchemaTableNameOrOptions extends keyof (DefaultSchema['Tables'] & DefaultSchema['Views'])
    ? (DefaultSchema['Tables'] & DefaultSchema['Views'])[DefaultSchemaTableNameOrOptions] extends {
        Row: infer R;
      }
      ? R
      : never
    : never;

export type TablesInsert<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Insert: infer I;
    }
    ? I
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Insert: infer I;
      }
      ? I
      : never
    : never;

export type TablesUpdate<
  DefaultSchemaTableNameOrOptions extends
    | keyof DefaultSchema['Tables']
    | { schema: keyof DatabaseWithoutInternals },
  TableName extends (DefaultSchemaTableNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables']
    : never) = never,
> = DefaultSchemaTableNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaTableNameOrOptions['schema']]['Tables'][TableName] extends {
      Update: infer U;
    }
    ? U
    : never
  : DefaultSchemaTableNameOrOptions extends keyof DefaultSchema['Tables']
    ? DefaultSchema['Tables'][DefaultSchemaTableNameOrOptions] extends {
        Update: infer U;
      }
      ? U
      : never
    : never;

export type Enums<
  DefaultSchemaEnumNameOrOptions extends
    | keyof DefaultSchema['Enums']
    | { schema: keyof DatabaseWithoutInternals },
  EnumName extends (DefaultSchemaEnumNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums']
    : never) = never,
> = DefaultSchemaEnumNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[DefaultSchemaEnumNameOrOptions['schema']]['Enums'][EnumName]
  : DefaultSchemaEnumNameOrOptions extends keyof DefaultSchema['Enums']
    ? DefaultSchema['Enums'][DefaultSchemaEnumNameOrOptions]
    : never;

export type CompositeTypes<
  PublicCompositeTypeNameOrOptions extends
    | keyof DefaultSchema['CompositeTypes']
    | { schema: keyof DatabaseWithoutInternals },
  CompositeTypeName extends (PublicCompositeTypeNameOrOptions extends {
    schema: keyof DatabaseWithoutInternals;
  }
    ? keyof DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes']
    : never) = never,
> = PublicCompositeTypeNameOrOptions extends { schema: keyof DatabaseWithoutInternals }
  ? DatabaseWithoutInternals[PublicCompositeTypeNameOrOptions['schema']]['CompositeTypes'][CompositeTypeName]
  : PublicCompositeTypeNameOrOptions extends keyof DefaultSchema['CompositeTypes']
    ? DefaultSchema['CompositeTypes'][PublicCompositeTypeNameOrOptions]
    : never;

export const Constants = {
  public: {
    Enums: {},
  },
} as const;
